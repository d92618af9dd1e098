using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;

namespace Orchestrator.Cli.Commands;

/// <summary>Takes away what brings a subscription's events to the server.</summary>
public sealed class DisableEventsCommand : ApiCommand
{
    private readonly Option<string> _subscription = EventsOptions.Subscription();
    private readonly Option<bool> _dryRun = EventsOptions.DryRun();
    private readonly Option<bool> _wait = CommandOptions.Wait();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public DisableEventsCommand(CommandServices services)
        : base("disable", "No longer bring the events of a subscription's resources to the server; operations poll then.", services) =>
        Take(_subscription, _dryRun, _wait, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var status = await client.DisableEventsAsync(arguments.GetRequiredValue(_subscription), arguments.GetValue(_dryRun), cancellation).ConfigureAwait(false);
        status = await EventsOptions.WaitAsync(client, status, arguments.GetValue(_wait), Services.Time, cancellation).ConfigureAwait(false);
        return EventsOptions.Show(Services, arguments.GetValue(_output), status);
    }
}
