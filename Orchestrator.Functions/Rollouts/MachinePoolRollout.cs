using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Functions.Rollouts;

/// <summary>
/// The next step of a pool's rollout. Ready machines never drop below desired − maxUnavailable through it, machines never exceed
/// desired + maxSurge, and a replacement that is not Ready stops it.
/// </summary>
public static class MachinePoolRollout
{
    public static RolloutDecision Decide(MachineGroupSettings settings, MachineGroupObservation pool)
    {
        var desired = settings.Replicas;
        if (pool.InProgress)
        {
            return new(RolloutAction.Wait, "Azure works on the scale set");
        }

        var machines = pool.Machines.Select(ToPoolMachine).ToList();
        var stale = machines.Count(static m => !m.LatestModel);
        var capacity = TargetCapacity(settings, pool, stale);
        if (!pool.Exists || !pool.ModelCurrent || pool.Capacity < capacity)
        {
            return new(RolloutAction.EnsureModel, pool.Exists ? "bringing the scale set's model and capacity up to date" : "creating the scale set")
            {
                Capacity = Math.Max(capacity, pool.Capacity),
            };
        }

        var selected = Spare(machines, RollingUpdateSelection.Select(
            machines,
            desired,
            ScaledValue.Unavailable(settings.Strategy.MaxUnavailable, desired),
            settings.Strategy.DeletePolicy,
            RollingUpdateSelection.IsRolloutInProgress(pool.Exists, stale, desired, settings.LastReconciledReplicas)), settings);
        selected = selected.Count > 0 ? selected : InPlaceOfSurge(settings, pool);
        if (selected.Count > 0)
        {
            return new(RolloutAction.Remove, $"replacing {string.Join(", ", selected.Select(name => Named(pool, name)))}") { Machines = selected };
        }

        var ready = machines.Count(static m => m is { Ready: true, LatestModel: true });
        return ready == desired && machines.Count == desired
            ? new(RolloutAction.Done, $"{ready} of {desired} ready")
            : new(RolloutAction.Wait, $"{ready} of {desired} ready{(pool.Held is null ? "" : $"; {pool.Held}")}");
    }

    /// <summary>Where no machine may come in addition, one that is lost makes room itself: the ready ones do not get fewer by it.</summary>
    private static List<string> InPlaceOfSurge(MachineGroupSettings settings, MachineGroupObservation pool) =>
        ScaledValue.Surge(settings.Strategy.MaxSurge, settings.Replicas) > 0
            ? []
            : [.. pool.Machines.Where(static m => m is { Unhealthy: not null, Ready: false, ProvisioningState: "Succeeded" }).Select(static m => m.Name).Take(1)];

    private static string Named(MachineGroupObservation pool, string name) =>
        pool.Machines.First(m => m.Name == name).Unhealthy is { } reason ? $"{name} ({reason})" : name;

    /// <summary>Surging costs only as many machines as are stale; it never asks for fewer than exist, because deleting is by name.</summary>
    private static int TargetCapacity(MachineGroupSettings settings, MachineGroupObservation pool, int stale)
    {
        var toReplace = !pool.Exists ? 0 : pool.ModelCurrent ? stale : Math.Max(stale, pool.Machines.Count);
        return settings.Replicas + Math.Min(ScaledValue.Surge(settings.Strategy.MaxSurge, settings.Replicas), toReplace);
    }

    /// <summary>Drops ready machines from a selection that would take the pool below its promise: the selection alone trusts requests and failures.</summary>
    private static List<string> Spare(List<PoolMachine> machines, IReadOnlyList<PoolMachine> selected, MachineGroupSettings settings)
    {
        var floor = settings.Replicas - ScaledValue.Unavailable(settings.Strategy.MaxUnavailable, settings.Replicas);
        var mayGo = Math.Max(0, machines.Count(static m => m.Ready) - floor);
        var names = new List<string>();
        foreach (var machine in selected)
        {
            if (!machine.Ready || mayGo-- > 0)
            {
                names.Add(machine.Name);
            }
        }

        return names;
    }

    private static PoolMachine ToPoolMachine(MachineObservation machine) => new()
    {
        Name = machine.Name,
        Ready = machine.Ready,
        LatestModel = machine.StaleFields.Count == 0 && machine.Unhealthy is null,
        ProvisioningState = machine.ProvisioningState,
        CreatedAt = machine.CreatedAt,
        DeleteRequested = machine.DeleteRequested,
    };
}
