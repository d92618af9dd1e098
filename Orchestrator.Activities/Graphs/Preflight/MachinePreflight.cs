using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.AvailabilitySet;
using Orchestrator.Activities.Resources.VirtualMachineScaleSet;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs.Preflight;

/// <summary>
/// What Azure would refuse only after half the cluster is made: a size that is not offered, a zone that it lacks, a quota that is too small, an image
/// that is not there. Asked once, for the whole cluster, before anything is created; a plan that makes no machine asks nothing.
/// </summary>
public sealed class MachinePreflight(SkuCatalog skus)
{
    /// <summary>The location has no zones, so the control plane's machines stand in an availability set.</summary>
    internal async Task<bool> NeedsAvailabilitySetAsync(ClusterSpec spec, ArmConnection arm, CancellationToken cancellation) =>
        AvailabilitySetDefinition.IsWanted(spec, await skus.GetAsync(arm, spec, $"plan {spec.Key}", cancellation).ConfigureAwait(false));

    /// <summary>Whether the control plane's size can do accelerated networking; null is unknown.</summary>
    internal async Task<bool?> AcceleratesAsync(ClusterSpec spec, ArmConnection arm, CancellationToken cancellation) =>
        (await skus.GetAsync(arm, spec, $"plan {spec.Key}", cancellation).ConfigureAwait(false)).Size(spec.ControlPlane.Machine.VmSize)?.AcceleratedNetworking;

    /// <exception cref="OrchestratorException">Something is missing; the message names everything, how much is needed and where.</exception>
    internal async Task CheckAsync(ClusterSurroundings surroundings, IReadOnlyList<PlanNode> nodes, ArmConnection arm, CancellationToken cancellation)
    {
        var spec = surroundings.Spec;
        var demands = Demands(surroundings, nodes).Where(static d => d.MakesMachines).ToList();
        if (demands.Count == 0)
        {
            return;
        }

        var operation = $"plan {spec.Key}";
        var facts = await skus.GetAsync(arm, spec, operation, cancellation).ConfigureAwait(false);
        Refuse(ErrorCatalog.SkuNotAvailable, [.. demands.SelectMany(d => SizeCheck.Problems(d, facts, spec.Location))]);
        var images = demands.Select(d => (d.Path, Image: ImageCheck.Locate(spec, d.Machine.Image))).ToList();
        var missing = new List<string>();
        foreach (var users in images.GroupBy(static i => i.Image))
        {
            if (await ImageCheck.IsMissingAsync(arm, users.Key.Id, operation, cancellation).ConfigureAwait(false))
            {
                missing.Add($"There is no {users.Key.Title} in {spec.Location}; the {string.Join(" and the ", users.Select(static u => u.Path))} needs it.");
            }
        }

        Refuse(ErrorCatalog.AzureNotFound, missing, "Correct the image in the manifest, or publish it where the message says.");
        Refuse(ErrorCatalog.QuotaExceeded, await QuotaProblemsAsync(spec, demands, facts, arm, int.MaxValue, cancellation).ConfigureAwait(false));
    }

    /// <summary>What the quotas lack; nothing without the right to read usages: the machines' own PUTs then say what is missing.</summary>
    internal static async Task<List<string>> QuotaProblemsAsync(
        ClusterSpec spec, IReadOnlyCollection<MachineDemand> demands, SkuFacts facts, ArmConnection arm, int rollAtOnce, CancellationToken cancellation)
    {
        var scope = $"/subscriptions/{spec.SubscriptionId}/providers/Microsoft.Compute/locations/{spec.Location}";
        var (usages, error) = await arm.ListAsync(scope, ArmTypes.Usage, $"plan {spec.Key}", cancellation).ConfigureAwait(false);
        return error is null ? [.. QuotaCheck.Problems(demands, facts, usages, spec.Location, rollAtOnce)] : [];
    }

    /// <exception cref="OrchestratorException">There are problems.</exception>
    internal static void Refuse(ErrorDefinition definition, IReadOnlyCollection<string> problems, string? action = null)
    {
        if (problems.Count > 0)
        {
            throw new OrchestratorException(definition.With(string.Join(' ', problems), action: action));
        }
    }

    private static IEnumerable<MachineDemand> Demands(ClusterSurroundings surroundings, IReadOnlyList<PlanNode> nodes)
    {
        var spec = surroundings.Spec;
        foreach (var node in nodes.Where(static n => n.Step.Kind is StepKinds.ControlPlane or StepKinds.MachinePool))
        {
            var rolls = node.Machines.Any(static m => m.Action == PlanAction.Replace);
            var makes = rolls || node.Machines.Any(static m => m.Action == PlanAction.Create);
            var names = node.Machines.Where(static m => m.Action is PlanAction.Keep or PlanAction.Replace).Select(static m => m.Name).ToList();
            if (node.Step.Kind == StepKinds.ControlPlane)
            {
                var size = names.Select(n => surroundings.Inventory.Find(ClusterResourceIds.VirtualMachine(spec, n))).Select(static vm => (string?)vm?["properties"]?["hardwareProfile"]?["vmSize"]).FirstOrDefault();
                var machine = spec.ControlPlane.Machine;
                yield return new MachineDemand("control plane", machine, machine.FailureDomain is { } zone ? [zone] : [], spec.ControlPlane.Replicas, names.Count, size, rolls ? 1 : 0, makes);
            }
            else
            {
                var pool = VirtualMachineScaleSetDefinition.PoolOf(spec, node.Step.Name);
                var size = (string?)surroundings.Inventory.Find(ClusterResourceIds.VirtualMachineScaleSet(spec, pool.Name))?["sku"]?["name"];
                yield return new MachineDemand(
                    $"pool {pool.Name}", pool.Machine, pool.FailureDomains, pool.Replicas, names.Count, size, rolls ? ScaledValue.Surge(pool.Strategy.MaxSurge, pool.Replicas) : 0, makes);
            }
        }
    }
}
