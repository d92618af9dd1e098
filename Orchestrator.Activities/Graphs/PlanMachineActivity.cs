using Microsoft.Azure.Functions.Worker;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.RoleAssignment;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs;

/// <summary>The steps that make or remove one control-plane machine. Reads no Azure: every step does for itself.</summary>
public sealed class PlanMachineActivity(IClusterStore clusters, IResourceIndex index)
{
    [Function("PlanMachine")]
    public async Task<PlanResult> RunAsync([ActivityTrigger] ResourceRequest request, CancellationToken cancellation)
    {
        try
        {
            var spec = await clusters.GetSpecAsync(request.Cluster, request.Generation, cancellation).ConfigureAwait(false);
            var machine = request.Step.MachineName ?? request.Step.Name;
            var steps = request.Step.Verb == StepVerb.Delete
                ? await PlanDeletionAsync(spec, request.Generation, machine, cancellation).ConfigureAwait(false)
                : [.. MachineGraph.Ensure(spec, machine).Select(static s => s with { Action = PlanAction.Create })];
            return new PlanResult { Generation = request.Generation, Kind = OperationKind.Apply, Steps = steps };
        }
        catch (OrchestratorException exception)
        {
            return new PlanResult { Generation = request.Generation, Error = exception.Error };
        }
    }

    /// <summary>By the records, because the machine was made from an earlier spec: it may have had other disks, interfaces or roles.</summary>
    private async Task<IReadOnlyList<GraphStep>> PlanDeletionAsync(ClusterSpec spec, int generation, string machine, CancellationToken cancellation)
    {
        var roles = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var earlier = 1; earlier <= generation; earlier++)
        {
            if (await clusters.FindSpecAsync(spec.Key, earlier, cancellation).ConfigureAwait(false) is { } then)
            {
                roles.Add(RoleAssignmentDefinition.IdOf(then, then.ControlPlane.Machine, ClusterResourceIds.VirtualMachine(then, machine)));
            }
        }

        var recorded = await index.ListAsync(spec.Key, cancellation).ConfigureAwait(false);
        return
        [
            .. MachineGraph.Delete(spec, machine, [.. recorded.Where(id => roles.Contains(id) || IsPartOf(spec, machine, id))])
                .Select(static s => s with { Action = PlanAction.Delete }),
        ];
    }

    private static bool IsPartOf(ClusterSpec spec, string machine, string id)
    {
        var providers = $"{ClusterResourceIds.ResourceGroup(spec)}/providers";
        string[] prefixes =
        [
            $"{providers}/{ArmTypes.Disk}/{machine}_", $"{providers}/{ArmTypes.NetworkInterface}/{machine}-nic", $"{ClusterResourceIds.VirtualMachine(spec, machine)}/",
        ];
        return prefixes.Any(prefix => id.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }
}
