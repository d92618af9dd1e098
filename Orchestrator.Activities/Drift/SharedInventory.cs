using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Drift;

/// <summary>What a shared read gave, by cluster.</summary>
internal sealed class SharedInventory
{
    private readonly ILookup<string, JsonObject> _byGroup;
    private readonly Dictionary<string, JsonObject> _byId;
    private readonly ILookup<string, JsonObject> _instances;

    public SharedInventory(IReadOnlyList<JsonObject> resources, IReadOnlyList<JsonObject> instances)
    {
        _byGroup = resources.ToLookup(static r => ResourceId.GroupIdOf(IdOf(r)) ?? IdOf(r), StringComparer.OrdinalIgnoreCase);
        _byId = resources.DistinctBy(IdOf, StringComparer.OrdinalIgnoreCase).ToDictionary(IdOf, StringComparer.OrdinalIgnoreCase);
        _instances = instances.ToLookup(static r => ResourceId.ParentOf(IdOf(r)) ?? "", StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What lies in the cluster's groups, and what it names elsewhere.</summary>
    public ClusterInventory Of(DriftSubject cluster)
    {
        var named = cluster.Named.Concat(cluster.Assignments).Select(id => _byId.GetValueOrDefault(id)).OfType<JsonObject>();
        return new ClusterInventory(cluster.Groups.SelectMany(group => _byGroup[group]).Concat(named).Select(static r => (JsonObject)r.DeepClone()));
    }

    /// <summary>Fills in what a comparison would else read of machines one list after the other.</summary>
    public void Fill(PlanReads reads, ClusterSpec spec, ClusterInventory inventory)
    {
        var extensions = inventory.OfType(ArmTypes.VirtualMachineExtension).Select(static r => r.Resource).ToLookup(static e => ResourceId.ParentOf(IdOf(e)) ?? "", StringComparer.OrdinalIgnoreCase);
        var machines = inventory.OfType(ArmTypes.VirtualMachine).ToList();
        foreach (var (id, _) in machines)
        {
            reads.Parts.SetExtensions(id, [.. extensions[id]]);
        }

        reads.Parts.Cards = [.. inventory.OfType(ArmTypes.NetworkInterface).Select(static r => r.Resource)];
        foreach (var pool in spec.MachinePools)
        {
            var set = ClusterResourceIds.VirtualMachineScaleSet(spec, pool.Name);
            reads.SetInstances(set, pool.OrchestrationMode == OrchestrationMode.Flexible
                ? [.. MachineInventory.MembersOf(set, machines.Select(static r => r.Resource))]
                : [.. _instances[set]]);
        }
    }

    private static string IdOf(JsonObject resource) => (string?)resource["id"] ?? "";
}
