using System.Text.Json;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;

namespace Orchestrator.Activities.Drift;

/// <summary>Remembers who wrote to a cluster's resources besides our own operations, as events of Event Grid tell it.</summary>
public sealed class ResourceWrites(DriftStore store, IResourceIndex index)
{
    /// <summary>Events of ours may come after the next operation has begun.</summary>
    private const int RecentOperations = 5;

    private static readonly string[] PersonClaims =
        ["http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn", "upn", "unique_name", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name", "name"];

    private static readonly string[] ApplicationClaims = ["appid", "azp", "http://schemas.microsoft.com/identity/claims/objectidentifier", "oid"];

    /// <summary>Whether the write that an event tells of was this operation's.</summary>
    public static bool IsBy(string? operationId, JsonElement data) =>
        operationId is not null && string.Equals(OperationGuid.Of(operationId).ToString(), Text(data, "correlationId"), StringComparison.OrdinalIgnoreCase);

    /// <param name="cluster">The cluster that the resource belongs to.</param>
    /// <param name="operations">Ids of its operations, the newest last.</param>
    /// <param name="resourceId">What was written.</param>
    /// <param name="data">The event's data.</param>
    /// <param name="at">The event's time.</param>
    /// <param name="cancellation">Stops the writes.</param>
    public async Task RememberAsync(ClusterKey cluster, IEnumerable<string> operations, string resourceId, JsonElement data, DateTimeOffset at, CancellationToken cancellation)
    {
        if (data.ValueKind != JsonValueKind.Object || operations.TakeLast(RecentOperations).Any(id => IsBy(id, data)))
        {
            return;
        }

        var claims = data.TryGetProperty("claims", out var told) && told.ValueKind == JsonValueKind.Object ? told : default;
        var application = First(claims, ApplicationClaims);
        var writer = new ResourceWriter
        {
            Who = First(claims, PersonClaims) ?? application ?? "unknown",
            Application = application,
            Operation = Text(data, "operationName") ?? "write",
            Time = at,
            CorrelationId = Text(data, "correlationId"),
        };
        foreach (var id in new[] { resourceId, ClusterInventory.Holder(resourceId) }.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (await IsOursAsync(cluster, id, cancellation).ConfigureAwait(false))
            {
                await store.SaveWriterAsync(cluster, id, writer, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What others have in a group of ours drifts from nothing.</summary>
    private async Task<bool> IsOursAsync(ClusterKey cluster, string id, CancellationToken cancellation) =>
        await index.ContainsAsync(cluster, id, cancellation).ConfigureAwait(false)
        || (ResourceId.ParentOf(id) is { } parent && await index.ContainsAsync(cluster, parent, cancellation).ConfigureAwait(false));

    private static string? First(JsonElement claims, string[] names) => names.Select(name => Text(claims, name)).FirstOrDefault(static text => text is { Length: > 0 });

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
