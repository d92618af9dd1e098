using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;

namespace Orchestrator.Activities.Graphs;

/// <summary>What one plan has read besides the inventory, so that drafting it anew reads nothing twice.</summary>
internal sealed class PlanReads(ArmConnection arm)
{
    private readonly Dictionary<string, IReadOnlyList<JsonObject>> _instances = new(StringComparer.OrdinalIgnoreCase);

    public ArmConnection Arm { get; } = arm;

    public async Task<IReadOnlyList<JsonObject>> InstancesAsync(string scaleSetId, Func<Task<IReadOnlyList<JsonObject>>> read)
    {
        if (!_instances.TryGetValue(scaleSetId, out var instances))
        {
            _instances[scaleSetId] = instances = await read().ConfigureAwait(false);
        }

        return instances;
    }
}
