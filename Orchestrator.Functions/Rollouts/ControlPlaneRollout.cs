using Orchestrator.Contracts.Messages;

namespace Orchestrator.Functions.Rollouts;

/// <summary>
/// The next step of a control plane: one machine at a time, the new one before the old one goes, and nothing while etcd or any machine is unwell.
/// </summary>
public static class ControlPlaneRollout
{
    public static RolloutDecision Decide(MachineGroupSettings settings, MachineGroupObservation group)
    {
        var failed = group.Machines.FirstOrDefault(static m => m.ProvisioningState == "Failed" && !m.HasNode);
        if (failed is not null)
        {
            return Remove(failed, "Azure failed to provision it");
        }

        if (!group.Initialized)
        {
            return group.Machines.Count == 0
                ? new(RolloutAction.Create, "creating the first machine") { Role = MachineRole.ControlPlaneInit }
                : new(RolloutAction.Wait, "waiting for the first API server");
        }

        // Azure no longer has it, but etcd or the API still counts it: nothing may join before it is out of both.
        var abandoned = group.Machines.FirstOrDefault(static m => m.ProvisioningState == "Deleted");
        if (abandoned is not null && group.ApiReachable)
        {
            return Remove(abandoned, "its virtual machine is gone");
        }

        // A removal that failed after etcd let it go: its API server never gets well again.
        var leaving = group.Machines.FirstOrDefault(static m => m is { HasNode: true, Cordoned: true, EtcdMember: null });
        if (leaving is not null && group is { ApiReachable: true, EtcdHealthy: true })
        {
            return Remove(leaving, "it is out of etcd");
        }

        if (Lost(group) is { } lost)
        {
            return Remove(lost, lost.Unhealthy!);
        }

        return Unwell(group) is { } reason ? new(RolloutAction.Wait, reason) : DecideHealthy(settings, group);
    }

    /// <summary>
    /// A machine that does not come back goes before its replacement comes: a dead member of etcd is one vote less for every step. Only while what is left has a majority.
    /// </summary>
    private static MachineObservation? Lost(MachineGroupObservation group)
    {
        var others = group.Machines.Count - 1;
        return group.ApiReachable && others > 0 && group.Machines.Count(static m => m.Ready) > others / 2
            ? group.Machines.FirstOrDefault(static m => m is { Unhealthy: not null, Ready: false })
            : null;
    }

    private static RolloutDecision DecideHealthy(MachineGroupSettings settings, MachineGroupObservation group)
    {
        var machines = group.Machines;
        var stale = machines.Where(static m => m.StaleFields.Count > 0 || m.DeleteRequested || m.Unhealthy is not null).OrderBy(static m => m.DeleteRequested ? 0 : 1).ThenBy(static m => m.CreatedAt).ToList();
        if (machines.Count < settings.Replicas)
        {
            return Create("adding a machine", stale.Count > 0);
        }

        if (machines.Count > settings.Replicas)
        {
            var oldest = stale.FirstOrDefault() ?? machines.OrderBy(static m => m.CreatedAt).First();
            return Remove(oldest, stale.Count > 0 ? "its replacement is ready" : "scaling in");
        }

        return stale.Count > 0
            ? Create($"replacing {stale[0].Name} ({string.Join(", ", [.. stale[0].StaleFields, .. stale[0].Unhealthy is { } unhealthy ? [unhealthy] : Array.Empty<string>()])})", isUpgrade: true)
            : new(RolloutAction.Done, $"{machines.Count} of {settings.Replicas} ready");
    }

    private static string? Unwell(MachineGroupObservation group)
    {
        if (!group.ApiReachable)
        {
            return "waiting for the API server";
        }

        var unready = group.Machines.FirstOrDefault(static m => !m.Ready);
        if (unready is not null)
        {
            return $"waiting for {unready.Name} to be ready{(group.Held is null ? "" : $"; {group.Held}")}";
        }

        return group.EtcdHealthy ? null : "waiting for etcd to be healthy";
    }

    private static RolloutDecision Create(string reason, bool isUpgrade) =>
        new(RolloutAction.Create, reason) { Role = MachineRole.ControlPlaneJoin, IsUpgrade = isUpgrade };

    private static RolloutDecision Remove(MachineObservation machine, string reason) =>
        new(RolloutAction.Remove, $"removing {machine.Name}: {reason}") { Machines = [machine.Name] };
}
