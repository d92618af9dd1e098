using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Drift;

/// <summary>
/// Compares clusters with what Azure and Kubernetes have. Those of one subscription and identity are read together; what seems to differ is read by itself
/// before it counts. Changes nothing but the stored reports.
/// </summary>
public sealed class DriftChecks(
    IArmConnections connections, IClusterStore clusters, IResourceIndex index, PlanService plans, ClusterNodes nodes, ManagedClusterChecks managed, MachineHealthOptions health, DriftStore store,
    TimeProvider time)
{
    /// <summary>By this, clusters can share a read: who asks, and where. Identities of several names may be one principal with one secret.</summary>
    public static string ShareOf(ClusterSpec spec) =>
        $"{spec.SubscriptionId} {spec.Environment} {spec.Identity.Type} {spec.Identity.TenantId} {spec.Identity.ClientId} {spec.Identity.SecretNamespace} {spec.Identity.SecretName}".ToLowerInvariant();

    /// <summary>The new report of each cluster that is there and settled.</summary>
    /// <exception cref="OrchestratorException">Azure did not answer what is asked for all of them; nothing was stored.</exception>
    public async Task<IReadOnlyList<DriftReport>> CheckAsync(IReadOnlyList<ClusterKey> keys, CancellationToken cancellation)
    {
        var subjects = new List<DriftSubject>();
        foreach (var key in keys)
        {
            if (await clusters.FindAsync(key, cancellation).ConfigureAwait(false) is { } document && DriftSubject.IsSettled(document))
            {
                subjects.Add(new DriftSubject(document, (await index.ListAsync(key, cancellation).ConfigureAwait(false)).ToHashSet(StringComparer.OrdinalIgnoreCase)));
            }
        }

        var reports = new List<DriftReport>();
        foreach (var together in subjects.GroupBy(static s => ShareOf(s.Spec), StringComparer.Ordinal))
        {
            var arm = await connections.ForAsync(together.First().Spec, cancellation).ConfigureAwait(false);
            var shared = await new SharedReader(arm, cancellation).ReadAsync([.. together]).ConfigureAwait(false);
            foreach (var subject in together)
            {
                reports.Add(await ReportAsync(subject, shared, cancellation).ConfigureAwait(false));
            }
        }

        return reports;
    }

    private async Task<DriftReport> ReportAsync(DriftSubject subject, SharedInventory shared, CancellationToken cancellation)
    {
        var key = subject.Document.Key;
        var before = await store.FindReportAsync(key, cancellation).ConfigureAwait(false);
        var report = new DriftReport
        {
            Cluster = key,
            Generation = subject.Document.Generation,
            CheckedAt = time.GetUtcNow(),
            Policy = subject.Spec.Drift?.Policy ?? DriftPolicy.Report,
            Previous = before?.Summarize(),
        };
        try
        {
            var (found, notKnown) = await FindAsync(subject, shared, before, cancellation).ConfigureAwait(false);
            report = report with { Findings = found, NotKnown = notKnown };
        }
        catch (OrchestratorException failed)
        {
            report = report with { Error = failed.Error, Findings = before?.Findings ?? [] };
        }

        await store.AddReportAsync(report, cancellation).ConfigureAwait(false);
        return report;
    }

    private async Task<(IReadOnlyList<DriftFinding> Found, string? NotKnown)> FindAsync(DriftSubject subject, SharedInventory shared, DriftReport? before, CancellationToken cancellation)
    {
        var spec = subject.Spec;
        var arm = await connections.ForAsync(spec, cancellation).ConfigureAwait(false);
        var reader = new InventoryReader(arm, $"drift {spec.Key}", cancellation);
        var inventory = await reader.WithZonesAsync(shared.Of(subject), subject.Named).ConfigureAwait(false);
        inventory = await reader.WithPartsAsync(spec, inventory, subject.Recorded).ConfigureAwait(false);
        inventory = await reader.ConfirmAsync(inventory, [.. subject.Named.Where(ClusterInventory.IsUnlisted)]).ConfigureAwait(false);
        var (known, unreachable) = await NodesAsync(subject.Document, cancellation).ConfigureAwait(false);

        // A newer image that Azure has brought out is nobody's change.
        var reads = new PlanReads(arm) { Nodes = known, ComparesNodeImages = false };
        shared.Fill(reads, spec, inventory);
        var (drafts, surroundings) = await plans.CompareAsync(new ClusterSurroundings(spec, inventory, subject.Recorded), subject.Document.Generation, reader, reads, cancellation).ConfigureAwait(false);
        var left = LeftNodeSteps.Among(surroundings, reads, drafts, health);
        var ofNodes = unreachable is null ? NodeFindings.Of(drafts.Select(static d => d.Health), left) : [unreachable];
        var (ofArm, notKnown) = ((IEnumerable<DriftFinding>)DriftFindings.Of(spec, drafts), (string?)null);
        if (spec.ManagedCluster is not null)
        {
            (ofArm, var atWork) = ManagedClusterChecks.Settle(spec, surroundings.Inventory, [.. ofArm], before?.Findings ?? []);
            (ofNodes, notKnown) = await managed.FindAsync(spec, surroundings.Inventory, cancellation).ConfigureAwait(false);
            notKnown = atWork ?? notKnown;
        }

        IEnumerable<DriftFinding> found = [.. ofArm, .. ofNodes];
        var earlier = (before?.Findings ?? []).DistinctBy(static f => f.Identity, StringComparer.Ordinal).ToDictionary(static f => f.Identity, StringComparer.Ordinal);
        found = found.Select(f => NodeFindings.Known(f, earlier.GetValueOrDefault(f.Identity), time.GetUtcNow(), health));
        return ([.. await Task.WhenAll(found.Select(finding => WithWriterAsync(spec.Key, finding, cancellation))).ConfigureAwait(false)], notKnown);
    }

    private async Task<(IReadOnlyDictionary<string, JsonObject>? Nodes, DriftFinding? Unreachable)> NodesAsync(ClusterDocument document, CancellationToken cancellation)
    {
        try
        {
            return (await nodes.ReadAsync(document, cancellation).ConfigureAwait(false), null);
        }
        catch (OrchestratorException failed) when (failed.Error.Code == ErrorCatalog.ApiServerUnreachable.Code || failed.Error.Code == ErrorCatalog.NotInitialized.Code)
        {
            return (null, NodeFindings.Unreachable(failed.Error.Message));
        }
    }

    /// <summary>Of a child also who wrote what holds it, for that is how children are changed as well.</summary>
    private async Task<DriftFinding> WithWriterAsync(ClusterKey cluster, DriftFinding finding, CancellationToken cancellation)
    {
        if (finding.Kind == DriftKind.Node)
        {
            return finding;
        }

        var own = await store.FindWriterAsync(cluster, finding.Resource, cancellation).ConfigureAwait(false);
        var holder = ClusterInventory.Holder(finding.Resource);
        var above = ResourceId.Same(holder, finding.Resource) ? null : await store.FindWriterAsync(cluster, holder, cancellation).ConfigureAwait(false);
        return finding with { ChangedBy = above is null || own?.Time >= above.Time ? own : above };
    }
}
