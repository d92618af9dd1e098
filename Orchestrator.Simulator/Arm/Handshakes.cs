using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Types.EventGrid;
using Orchestrator.Simulator.EventGrid;

namespace Orchestrator.Simulator.Arm;

/// <summary>Asks webhooks whether they want events, after the commit of the event subscription that names them, and ends its operation with the answer.</summary>
/// <param name="end">Ends an operation: with the fault, or well without one.</param>
internal sealed class Handshakes(SimulatorOptions options, EventGridPublisher events, Func<Func<ArmWorld, ArmOperation?>, ArmOperation?> read, Action<string, ArmFault?> end)
{
    private readonly Lock _gate = new();
    private readonly Queue<string> _ready = new();

    public void Add(IEnumerable<string> operations)
    {
        lock (_gate)
        {
            foreach (var id in operations)
            {
                _ready.Enqueue(id);
            }
        }
    }

    public void Flush()
    {
        while (Take() is { } id)
        {
            options.Dispatcher.Post(() => ShakeAsync(id));
        }
    }

    private string? Take()
    {
        lock (_gate) { return _ready.TryDequeue(out var id) ? id : null; }
    }

    private async Task ShakeAsync(string id)
    {
        Uri? endpoint = null;
        var (schema, topic) = (EventSchema.EventGrid, "");
        var operation = read(world =>
        {
            if (world.Operations.Find(id) is not { IsRunning: true } found || world.Resources.Find(found.RecordId) is not { } resource || EventSubscriptions.UrlOf(resource.Content) is not { } url)
            {
                return null;
            }

            (endpoint, schema, topic) = (new Uri(url), EventSubscriptions.SchemaOf(resource), EventSubscriptions.TopicOf(resource, world));
            return found;
        });
        if (operation is null)
        {
            return;
        }

        var problem = await events.TryHandshakeAsync(endpoint!, schema, topic).ConfigureAwait(false);
        end(id, problem is null ? null : new ArmFault("URL validation", $"Webhook validation handshake failed for {endpoint!.GetLeftPart(UriPartial.Path)}. {problem} For troubleshooting, visit https://aka.ms/esvalidation."));
    }
}
