using System.Text.Json;
using Azure.Messaging;
using Azure.Messaging.EventGrid;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Orchestrator.Activities.Drift;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Functions.Events;
using Orchestrator.Functions.Orchestrations;

namespace Orchestrator.Functions.Triggers;

/// <summary>
/// Wakes what waits for a resource when Event Grid says that it changed. Takes both event schemas. One read of the index says whose the resource
/// is and which operation wrote to it; an event of nobody's resource is dropped and counted, one that comes when nobody waits only tells who wrote.
/// </summary>
public sealed class AzureEventTrigger(IClusterStore store, IResourceIndex index, ResourceWrites writes, EventCounts counts, ILogger<AzureEventTrigger> log)
{
    [Function("AzureEvent")]
    public async Task RunAsync([EventGridTrigger] string body, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var (resourceId, eventType, at, data) = Parse(body);
        if (resourceId is null || await index.FindAsync(resourceId, cancellation) is not { } entry)
        {
            Drop(resourceId, eventType);
            return;
        }

        counts.Take(eventType);
        if (entry.OperationId is { } operation)
        {
            var changed = new ResourceChanged(resourceId, eventType);
            foreach (var instance in OperationInstances.WaitingFor(operation, resourceId))
            {
                await client.RaiseEventAsync(instance, ResourceChanged.EventName(resourceId), changed, cancellation);
            }
        }

        if (eventType.EndsWith("Success", StringComparison.Ordinal) && !ResourceWrites.IsBy(entry.OperationId, data))
        {
            await RememberWriterAsync(entry.Cluster, resourceId, at, data, cancellation);
        }
    }

    private async Task RememberWriterAsync(ClusterKey cluster, string resourceId, DateTimeOffset at, JsonElement data, CancellationToken cancellation)
    {
        if (await store.FindAsync(cluster, cancellation) is { } document)
        {
            var operations = Enumerable.Range(1, document.OperationNumber).Select(number => OperationInstances.OperationId(cluster, number));
            await writes.RememberAsync(cluster, operations, resourceId, data, at, cancellation);
        }
    }

    /// <summary>A subscription may have many resources of others: each time the count has one digit more it is told where it is read, the rest where one looks for it.</summary>
    private void Drop(string? resourceId, string eventType)
    {
        var dropped = counts.Drop(eventType);
        log.Log(
            IsPowerOfTen(dropped) ? LogLevel.Information : LogLevel.Debug,
            "Event {EventType} of {ResourceId} is nobody's and dropped ({Dropped} since the start)",
            eventType,
            resourceId,
            dropped);
    }

    private static bool IsPowerOfTen(long number)
    {
        while (number >= 10 && number % 10 == 0)
        {
            number /= 10;
        }

        return number == 1;
    }

    private static (string? ResourceId, string EventType, DateTimeOffset Time, JsonElement Data) Parse(string body)
    {
        using var json = JsonDocument.Parse(body);
        if (json.RootElement.TryGetProperty("specversion", out _))
        {
            var cloudEvent = CloudEvent.Parse(BinaryData.FromString(body));
            return (cloudEvent?.Subject, cloudEvent?.Type ?? string.Empty, cloudEvent?.Time ?? default, Json(cloudEvent?.Data));
        }

        var gridEvent = EventGridEvent.Parse(BinaryData.FromString(body));
        return (gridEvent.Subject, gridEvent.EventType, gridEvent.EventTime, Json(gridEvent.Data));
    }

    private static JsonElement Json(BinaryData? data) => data is null ? default : data.ToObjectFromJson<JsonElement>();
}
