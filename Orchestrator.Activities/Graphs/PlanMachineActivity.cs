using Microsoft.Azure.Functions.Worker;
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
                ? await PlanDeletionAsync(spec, machine, cancellation).ConfigureAwait(false)
                : [.. MachineGraph.Ensure(spec, machine).Select(static s => s with { Action = PlanAction.Create })];
            return new PlanResult { Generation = request.Generation, Kind = OperationKind.Apply, Steps = steps };
        }
        catch (OrchestratorException exception)
        {
            return new PlanResult { Generation = request.Generation, Error = exception.Error };
        }
    }

    private async Task<IReadOnlyList<GraphStep>> PlanDeletionAsync(ClusterSpec spec, string machine, CancellationToken cancellation)
    {
        var recorded = await index.ListAsync(spec.Key, cancellation).ConfigureAwait(false);

        // Recorded when the machine was made, so they are those of the spec that it was made from.
        var disks = recorded.Where(id => id.StartsWith($"{DiskPrefix(spec)}/{machine}_", StringComparison.OrdinalIgnoreCase));
        var role = RoleAssignmentDefinition.IdOf(spec, ClusterResourceIds.VirtualMachine(spec, machine));
        return [.. MachineGraph.Delete(spec, machine, disks, recorded.Contains(role, StringComparer.OrdinalIgnoreCase)).Select(static s => s with { Action = PlanAction.Delete })];
    }

    private static string DiskPrefix(ClusterSpec spec) => $"{ClusterResourceIds.ResourceGroup(spec)}/providers/{Azure.ArmTypes.Disk}";
}
