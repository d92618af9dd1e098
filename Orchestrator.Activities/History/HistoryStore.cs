using System.Globalization;
using System.Text.Json;
using Orchestrator.Activities.State;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.History;

/// <summary>
/// What happened to clusters, kept after the orchestrations' own history is purged and after the clusters are gone. Each entry and each operation
/// is a document of its own; entries are written once.
/// </summary>
public sealed class HistoryStore(IDocumentStore documents)
{
    private const string Operations = "history-operations";
    private const string Steps = "history-steps";
    private const string Refusals = "refusals";
    private const string RefusalTime = "yyyyMMdd'T'HHmmssfff'Z'";

    /// <summary>Writes the entries that came with the document's last change. Any number of times has the effect of once.</summary>
    public async Task WriteAsync(ClusterDocument? document, CancellationToken cancellation)
    {
        foreach (var entry in document?.NewHistory ?? [])
        {
            await documents.TryWriteAsync(HistoryKey.Of(entry).DocumentKey, Bytes(entry), expectedETag: null, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The newest entries first.</summary>
    public async Task<HistoryPage> ListAsync(HistoryQuery query, CancellationToken cancellation)
    {
        var entries = new List<HistoryEntry>();
        var last = "";
        foreach (var (key, order) in await KeysAsync(query, cancellation).ConfigureAwait(false))
        {
            if (entries.Count == query.Limit)
            {
                return new HistoryPage(entries, last);
            }

            last = order;
            if (await documents.ReadAsync(key.DocumentKey, cancellation).ConfigureAwait(false) is { } stored
                && Read<HistoryEntry>(stored) is var entry
                && (query.OperationId is null || entry.OperationId == query.OperationId))
            {
                entries.Add(entry);
            }
        }

        return new HistoryPage(entries, Next: null);
    }

    public Task NoteRefusalAsync(RefusalEntry refusal, CancellationToken cancellation) => documents.WriteAsync(
        DocumentKey.Of(Refusals, $"{refusal.Time.UtcDateTime.ToString(RefusalTime, CultureInfo.InvariantCulture)}-{refusal.Id}"), Bytes(refusal), cancellation);

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<RefusalEntry>> ListRefusalsAsync(DateTimeOffset? since, int limit, CancellationToken cancellation)
    {
        var refusals = new List<RefusalEntry>();
        var keys = await documents.ListAsync($"{Refusals}/", cancellation).ConfigureAwait(false);
        foreach (var key in keys.Reverse().Where(key => since is null || TimeOfRefusal(key) >= since).Take(limit))
        {
            if (await documents.ReadAsync(key, cancellation).ConfigureAwait(false) is { } stored)
            {
                refusals.Add(Read<RefusalEntry>(stored));
            }
        }

        return refusals;
    }

    /// <summary>The operation as it ended; null when it has not, or is forgotten.</summary>
    public async Task<OperationStatus?> FindOperationAsync(ClusterKey cluster, string operationId, CancellationToken cancellation) =>
        await documents.ReadAsync(OperationKey(cluster, operationId), cancellation).ConfigureAwait(false) is { } stored ? Read<OperationStatus>(stored) : null;

    public Task SaveOperationAsync(OperationStatus operation, CancellationToken cancellation) =>
        documents.WriteAsync(OperationKey(operation.Cluster, operation.Id), Bytes(operation), cancellation);

    public Task SaveStepsAsync(RecordedSteps steps, CancellationToken cancellation) => documents.WriteAsync(
        StepsPrefix(steps.Cluster, steps.OperationId) + DocumentKey.Of(steps.Group, steps.First.ToString("D8", CultureInfo.InvariantCulture)), Bytes(steps), cancellation);

    public async Task<IReadOnlyList<RecordedSteps>> ListStepsAsync(ClusterKey cluster, string operationId, CancellationToken cancellation)
    {
        var all = new List<RecordedSteps>();
        foreach (var key in await documents.ListAsync(StepsPrefix(cluster, operationId), cancellation).ConfigureAwait(false))
        {
            if (await documents.ReadAsync(key, cancellation).ConfigureAwait(false) is { } stored)
            {
                all.Add(Read<RecordedSteps>(stored));
            }
        }

        return all;
    }

    /// <summary>Forgets what is older. An operation goes with the entry of its end.</summary>
    /// <returns>How many entries were removed.</returns>
    public async Task<int> RemoveBeforeAsync(DateTimeOffset oldest, CancellationToken cancellation)
    {
        var removed = 0;
        foreach (var key in await documents.ListAsync($"{Refusals}/", cancellation).ConfigureAwait(false))
        {
            if (TimeOfRefusal(key) < oldest)
            {
                await documents.TryDeleteAsync(key, expectedETag: null, cancellation).ConfigureAwait(false);
                removed++;
            }
        }

        foreach (var documentKey in await documents.ListAsync($"{HistoryKey.Folder}/", cancellation).ConfigureAwait(false))
        {
            if (HistoryKey.Parse(documentKey) is { } key && key.Time < oldest && await documents.ReadAsync(documentKey, cancellation).ConfigureAwait(false) is { } stored)
            {
                await RemoveOperationAsync(Read<HistoryEntry>(stored), cancellation).ConfigureAwait(false);
                await documents.TryDeleteAsync(documentKey, expectedETag: null, cancellation).ConfigureAwait(false);
                removed++;
            }
        }

        return removed;
    }

    private async Task RemoveOperationAsync(HistoryEntry entry, CancellationToken cancellation)
    {
        if (entry is not { Action: HistoryAction.End, OperationId: { } operation })
        {
            return;
        }

        foreach (var key in await documents.ListAsync(StepsPrefix(entry.Cluster, operation), cancellation).ConfigureAwait(false))
        {
            await documents.TryDeleteAsync(key, expectedETag: null, cancellation).ConfigureAwait(false);
        }

        await documents.TryDeleteAsync(OperationKey(entry.Cluster, operation), expectedETag: null, cancellation).ConfigureAwait(false);
    }

    private async Task<IEnumerable<(HistoryKey Key, string Order)>> KeysAsync(HistoryQuery query, CancellationToken cancellation)
    {
        var prefix = query.Cluster is { } cluster ? HistoryKey.PrefixOf(cluster) : $"{HistoryKey.Folder}/";
        var keys = await documents.ListAsync(prefix, cancellation).ConfigureAwait(false);
        return keys.Select(HistoryKey.Parse).OfType<HistoryKey>()
            .Where(key => (query.Since is null || key.Time >= query.Since) && query.Namespaces(key.Cluster.Namespace))
            .Select(key => (Key: key, Order: query.Cluster is null ? key.Order : key.OrderInCluster))
            .Where(item => query.Before is null || string.CompareOrdinal(item.Order, query.Before) < 0)
            .OrderByDescending(static item => item.Order, StringComparer.Ordinal);
    }

    private static DateTimeOffset? TimeOfRefusal(string key) => DateTimeOffset.TryParseExact(
        key[$"{Refusals}/".Length..].Split('-')[0], RefusalTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string OperationKey(ClusterKey cluster, string operationId) => DocumentKey.Of(Operations, cluster.Namespace, cluster.Name, operationId);

    private static string StepsPrefix(ClusterKey cluster, string operationId) => DocumentKey.Of(Steps, cluster.Namespace, cluster.Name, operationId) + "/";

    private static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, ContractJson.Options);

    private static T Read<T>(StoredDocument stored) =>
        JsonSerializer.Deserialize<T>(stored.Content, ContractJson.Options) ?? throw new InvalidDataException($"The document {stored.Key} is empty.");
}
