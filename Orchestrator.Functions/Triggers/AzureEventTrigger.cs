using System.Text.Json;
using Azure.Messaging;
using Azure.Messaging.EventGrid;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Messages;
using Orchestrator.Functions.Orchestrations;

namespace Orchestrator.Functions.Triggers;

/// <summary>
/// Wakes what waits for a resource when Event Grid says that it changed. Takes both event schemas. An event of nobody's resource, or one that
/// comes when nobody waits, does nothing.
/// </summary>
public sealed class AzureEventTrigger(IClusterStore store, IResourceIndex index, ILogger<AzureEventTrigger> log)
{
    [Function("AzureEvent")]
    public async Task RunAsync([EventGridTrigger] string body, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var (resourceId, eventType) = Parse(body);
        if (resourceId is null || await index.FindAsync(resourceId, cancellation) is not { } cluster)
        {
            log.LogDebug("Event {EventType} of {ResourceId} concerns no cluster", eventType, resourceId);
            return;
        }

        if (await store.FindAsync(cluster, cancellation) is { OperationRunning: true, OperationId: { } operation })
        {
            var changed = new ResourceChanged(resourceId, eventType);
            foreach (var instance in OperationInstances.WaitingFor(operation, resourceId))
            {
                await client.RaiseEventAsync(instance, ResourceChanged.EventName(resourceId), changed, cancellation);
            }
        }
    }

    private static (string? ResourceId, string EventType) Parse(string body)
    {
        using var json = JsonDocument.Parse(body);
        if (json.RootElement.TryGetProperty("specversion", out _))
        {
            var cloudEvent = CloudEvent.Parse(BinaryData.FromString(body));
            return (cloudEvent?.Subject, cloudEvent?.Type ?? string.Empty);
        }

        var gridEvent = EventGridEvent.Parse(BinaryData.FromString(body));
        return (gridEvent.Subject, gridEvent.EventType);
    }
}
