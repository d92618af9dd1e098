using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.AgentPool;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs.Preflight;

/// <summary>What the pools of an AKS cluster ask for in a plan, as the machines that Azure will make for them.</summary>
internal static class AgentPoolDemands
{
    /// <summary>Azure's own surge where nobody says one.</summary>
    private const string StandardSurge = "10%";

    public static IEnumerable<MachineDemand> Of(ClusterSurroundings surroundings, IReadOnlyList<PlanNode> nodes)
    {
        var spec = surroundings.Spec;
        var starts = nodes.Any(static n => n.Step is { Kind: StepKinds.ManagedClusterPower, Action: PlanAction.Update }) && spec.ManagedCluster!.Power == ManagedClusterPower.Running;
        foreach (var id in nodes.Where(static n => n.Step is { Kind: StepKinds.AgentPool, Verb: not StepVerb.Delete }).Select(static n => n.Step.ResourceId!).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var (name, existing) = (ResourceId.NameOf(id), surroundings.Inventory.Find(id)?["properties"] as JsonObject);
            var steps = nodes.Where(n => ResourceId.Same(n.Step.ResourceId, id) && n.Step.Verb != StepVerb.Delete).ToList();
            var pool = ManagedClusterIds.PoolOf(spec, name);
            var wanted = AgentPoolDefinition.PropertiesOf(spec, pool, version: null);
            var (had, replicas) = (HadBy(existing, starts), Count(steps) ?? (int?)existing?["count"] ?? (int?)wanted["count"] ?? (int?)wanted["minCount"] ?? 1);
            var rolls = existing is not null && nodes.Any(n => Rolls(n, id, name));
            var creates = steps.Exists(static n => n.Step.Action == PlanAction.Create);
            yield return new MachineDemand(
                $"pool {name}", Machine(wanted), Zones(wanted), creates ? (int?)wanted["count"] ?? (int?)wanted["minCount"] ?? 1 : replicas, had, had > 0 ? (string?)existing?["vmSize"] : null,
                rolls ? Surge(wanted, existing, replicas) : 0, creates || rolls || replicas > had);
        }
    }

    /// <summary>How many machines an upgrade of the pool adds.</summary>
    public static int Surge(JsonObject wanted, JsonObject? existing, int count) =>
        Math.Max(1, ScaledValue.Surge((string?)wanted["upgradeSettings"]?["maxSurge"] ?? (string?)existing?["upgradeSettings"]?["maxSurge"] ?? StandardSurge, count));

    /// <summary>Stopped nodes take no cores; they come back with their cluster.</summary>
    private static int HadBy(JsonObject? existing, bool starts) => starts ? 0 : (int?)existing?["count"] ?? 0;

    private static int? Count(IEnumerable<PlanNode> steps) =>
        steps.SelectMany(static n => n.Changes).LastOrDefault(static c => c.Path == "$.properties.count")?.After is { } after && int.TryParse(after, System.Globalization.CultureInfo.InvariantCulture, out var count) ? count : null;

    private static bool Rolls(PlanNode node, string id, string name) => node.Step.Action == PlanAction.Update && (node.Step.Kind, ResourceId.Same(node.Step.ResourceId, id)) switch
    {
        (StepKinds.NodeImage, true) => true,
        (StepKinds.AgentPool, true) => node.Changes.Any(static c => c.Path == "$.properties.orchestratorVersion"),
        (StepKinds.ManagedCluster, _) => node.Changes.Any(c => c.Path == $"$.properties.agentPoolProfiles['{name}'].orchestratorVersion"),
        _ => false,
    };

    private static List<string> Zones(JsonObject properties) => [.. (properties["availabilityZones"] as JsonArray ?? []).Select(static z => z!.ToString())];

    private static MachineSpec Machine(JsonObject properties) => new()
    {
        VmSize = (string?)properties["vmSize"] ?? "",
        Image = new ImageSpec(),
        OsDisk = new OsDiskSpec { Ephemeral = Is(properties["osDiskType"], "Ephemeral") },
        Security = properties["enableEncryptionAtHost"]?.GetValue<bool>() == true ? new SecurityProfileSpec { EncryptionAtHost = true } : null,
        UltraSsd = properties["enableUltraSSD"]?.GetValue<bool>(),
        Spot = Is(properties["scaleSetPriority"], "Spot") ? new SpotSpec(MaxPrice: null) : null,
    };

    private static bool Is(JsonNode? node, string text) => string.Equals((string?)node, text, StringComparison.OrdinalIgnoreCase);
}
