using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Functions.Rollouts;

/// <summary>
/// Which machines of a pool to delete next: the algorithm of Cluster API Provider Azure's rolling update, case for case.
/// Pure: equal inputs give equal answers; "random" order is the caller's order.
/// </summary>
public static class RollingUpdateSelection
{
    public static IReadOnlyList<PoolMachine> Select(
        IReadOnlyList<PoolMachine> machines, int desired, int maxUnavailable, DeletePolicy deletePolicy, bool rolloutInProgress, bool skipModelReconciliation = false)
    {
        var sets = new Sets(Ordered(machines, deletePolicy), rolloutInProgress);
        if (sets.Failed.Count + sets.Deleting.Count > 0)
        {
            return [.. RequestedFirst(sets.Failed), .. RequestedFirst(sets.Deleting)];
        }

        if (sets.Requested.Count > 0)
        {
            return sets.Requested;
        }

        var over = sets.Ready.Count + sets.Unready.Count - sets.Protected - desired;
        if (over > 0)
        {
            return [.. Excess(sets, skipModelReconciliation).Take(over)];
        }

        var budget = maxUnavailable > desired ? desired : sets.Ready.Count - desired + maxUnavailable;
        if (sets.Ready.Count < desired || skipModelReconciliation || budget <= 0)
        {
            return [];
        }

        return [.. sets.Ready.Where(static m => !m.LatestModel).Take(budget)];
    }

    /// <summary>Whether stale machines are being replaced. Fewer replicas than were last carried out is scaling in, which protects no replacement.</summary>
    public static bool IsRolloutInProgress(bool exists, int stale, int desired, int? lastReconciled) =>
        exists && !(desired < lastReconciled) && stale > 0;

    private static List<PoolMachine> Ordered(IReadOnlyList<PoolMachine> machines, DeletePolicy policy) => policy switch
    {
        DeletePolicy.Oldest => [.. machines.OrderBy(static m => m.CreatedAt ?? DateTimeOffset.MinValue)],
        DeletePolicy.Newest => [.. machines.OrderByDescending(static m => m.CreatedAt ?? DateTimeOffset.MinValue)],
        _ => [.. machines],
    };

    private static IEnumerable<PoolMachine> RequestedFirst(IEnumerable<PoolMachine> machines) => machines.OrderBy(static m => m.DeleteRequested ? 0 : 1);

    /// <summary>Least useful first; replacements that a rollout waits for stay.</summary>
    private static IEnumerable<PoolMachine> Excess(Sets sets, bool ignoreModel)
    {
        var spareReplacements = sets.Unready.Count(static m => m.LatestModel) - sets.Protected;
        if (ignoreModel)
        {
            return [.. Unready(sets, spareReplacements), .. sets.Ready];
        }

        return
        [
            .. sets.Unready.Where(static m => !m.LatestModel),
            .. sets.Unready.Where(static m => m.LatestModel).Take(spareReplacements),
            .. sets.Ready.Where(static m => !m.LatestModel),
            .. sets.Ready.Where(static m => m.LatestModel),
        ];
    }

    private static IEnumerable<PoolMachine> Unready(Sets sets, int spareReplacements)
    {
        foreach (var machine in sets.Unready)
        {
            if (!machine.LatestModel || spareReplacements-- > 0)
            {
                yield return machine;
            }
        }
    }

    private sealed class Sets
    {
        public Sets(List<PoolMachine> ordered, bool rolloutInProgress)
        {
            Requested = [.. ordered.Where(static m => m.DeleteRequested && !m.MarkedForDeletion)];
            Failed = [.. ordered.Where(static m => m.ProvisioningState == "Failed")];
            Deleting = [.. ordered.Where(static m => m.ProvisioningState == "Deleting" && !m.MarkedForDeletion)];
            Ready = [.. ordered.Where(static m => m is { Ready: true, ProvisioningState: "Succeeded", MarkedForDeletion: false })];
            Unready = [.. ordered.Where(static m => m is { Ready: false, ProvisioningState: not (null or "Failed" or "Deleting"), MarkedForDeletion: false })];
            var stale = Ready.Count(static m => !m.LatestModel);
            Protected = rolloutInProgress ? Math.Min(stale, Unready.Count(static m => m.LatestModel)) : 0;
        }

        public List<PoolMachine> Requested { get; }

        public List<PoolMachine> Failed { get; }

        public List<PoolMachine> Deleting { get; }

        public List<PoolMachine> Ready { get; }

        public List<PoolMachine> Unready { get; }

        /// <summary>Unready replacements of ready stale machines: not excess, however it looks.</summary>
        public int Protected { get; }
    }
}
