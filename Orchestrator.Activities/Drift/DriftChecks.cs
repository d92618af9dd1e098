using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.Resources.VirtualMachineScaleSet;
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
    IArmConnections connections, IClusterStore clusters, IResourceIndex index, PlanService plans, IKubernetesClients kubernetes, DriftStore store, TimeProvider time)
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
            report = report with { Findings = await FindAsync(subject, shared, cancellation).ConfigureAwait(false) };
        }
        catch (OrchestratorException failed)
        {
            report = report with { Error = failed.Error, Findings = before?.Findings ?? [] };
        }

        await store.AddReportAsync(report, cancellation).ConfigureAwait(false);
        return report;
    }

    private async Task<IReadOnlyList<DriftFinding>> FindAsync(DriftSubject subject, SharedInventory shared, CancellationToken cancellation)
    {
        var spec = subject.Spec;
        var arm = await connections.ForAsync(spec, cancellation).ConfigureAwait(false);
        var reader = new InventoryReader(arm, $"drift {spec.Key}", cancellation);
        var inventory = await reader.WithZonesAsync(shared.Of(subject), subject.Named).ConfigureAwait(false);
        inventory = await reader.ConfirmAsync(inventory, [.. subject.Named.Where(ClusterInventory.IsUnlisted)]).ConfigureAwait(false);
        var reads = new PlanReads(arm);
        shared.Fill(reads, spec, inventory);
        var (drafts, _) = await plans.CompareAsync(new ClusterSurroundings(spec, inventory, subject.Recorded), subject.Document.Generation, reader, reads, cancellation).ConfigureAwait(false);
        IReadOnlyList<DriftFinding> found = [.. DriftFindings.Of(spec, drafts), .. await OfNodesAsync(subject.Document, drafts, cancellation).ConfigureAwait(false)];
        return [.. await Task.WhenAll(found.Select(finding => WithWriterAsync(spec.Key, finding, cancellation))).ConfigureAwait(false)];
    }

    private async Task<IReadOnlyList<DriftFinding>> OfNodesAsync(ClusterDocument document, List<PlanDraft> drafts, CancellationToken cancellation)
    {
        // The nodes of AKS are Azure's to make and mend, under names that no plan knows.
        if (!document.ControlPlaneInitialized || document.Spec.ManagedCluster is not null)
        {
            return [];
        }

        try
        {
            var client = await kubernetes.GetAsync(document.Spec, cancellation).ConfigureAwait(false);
            return NodeFindings.Of(MachinesOf(document.Spec, drafts), await client.ListAsync("api/v1/nodes", null, cancellation).ConfigureAwait(false));
        }
        catch (OrchestratorException failed) when (failed.Error.Code == ErrorCatalog.ApiServerUnreachable.Code || failed.Error.Code == ErrorCatalog.NotInitialized.Code)
        {
            return [NodeFindings.Unreachable(failed.Error.Message)];
        }
    }

    private static IReadOnlyList<(string Name, string Version)> MachinesOf(ClusterSpec spec, IEnumerable<PlanDraft> drafts) =>
    [
        .. from draft in drafts
           let step = draft.Node.Step
           where step.Kind is StepKinds.ControlPlane or StepKinds.MachinePool
           let version = step.Kind == StepKinds.ControlPlane ? spec.ControlPlane.Version : VirtualMachineScaleSetDefinition.PoolOf(spec, step.Name).Version
           from machine in draft.Node.Machines
           where machine.Action is PlanAction.Keep or PlanAction.Replace
           select (machine.Name, version),
    ];

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
