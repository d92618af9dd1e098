using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.Machines;

namespace Orchestrator.Activities.Graphs;

/// <summary>What one plan has read besides the inventory, so that drafting it anew reads nothing twice.</summary>
internal sealed class PlanReads(ArmConnection arm)
{
    private readonly Dictionary<string, IReadOnlyList<JsonObject>> _instances = new(StringComparer.OrdinalIgnoreCase);

    public ArmConnection Arm { get; } = arm;

    public KnownMachineParts Parts { get; } = new();

    public void SetInstances(string scaleSetId, IReadOnlyList<JsonObject> instances) => _instances[scaleSetId] = instances;

    /// <summary>What was taken from a query that may be old is read again for these resources.</summary>
    public void Forget(IReadOnlyCollection<string> ids)
    {
        Parts.Forget();
        foreach (var id in ids)
        {
            _instances.Remove(id);
        }
    }

    public async Task<IReadOnlyList<JsonObject>> InstancesAsync(string scaleSetId, Func<Task<IReadOnlyList<JsonObject>>> read)
    {
        if (!_instances.TryGetValue(scaleSetId, out var instances))
        {
            _instances[scaleSetId] = instances = await read().ConfigureAwait(false);
        }

        return instances;
    }
}
