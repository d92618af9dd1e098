using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.Machines;

namespace Orchestrator.Activities.Graphs;

/// <summary>What one plan has read besides the inventory, so that drafting it anew reads nothing twice.</summary>
internal sealed class PlanReads(ArmConnection arm)
{
    private readonly Dictionary<string, IReadOnlyList<JsonObject>> _instances = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IReadOnlyList<JsonObject>> _queried = new(StringComparer.OrdinalIgnoreCase);

    public ArmConnection Arm { get; } = arm;

    public KnownMachineParts Parts { get; } = new();

    /// <summary>The cluster's nodes by name; null where they are not known.</summary>
    public IReadOnlyDictionary<string, JsonObject>? Nodes { get; init; }

    /// <summary>False: what image the nodes of AKS pools have does not matter.</summary>
    public bool ComparesNodeImages { get; init; } = true;

    /// <summary>What a query that may be old says of a scale set's instances.</summary>
    public void SetInstances(string scaleSetId, IReadOnlyList<JsonObject> instances) => _queried[scaleSetId] = instances;

    /// <summary>What was taken from a query that may be old is read for these resources.</summary>
    public void Forget(IReadOnlyCollection<string> ids)
    {
        Parts.Forget();
        foreach (var id in ids)
        {
            _queried.Remove(id);
        }
    }

    public async Task<IReadOnlyList<JsonObject>> InstancesAsync(string scaleSetId, Func<Task<IReadOnlyList<JsonObject>>> read)
    {
        if (!_instances.TryGetValue(scaleSetId, out var instances) && !_queried.TryGetValue(scaleSetId, out instances))
        {
            _instances[scaleSetId] = instances = await read().ConfigureAwait(false);
        }

        return instances;
    }
}
