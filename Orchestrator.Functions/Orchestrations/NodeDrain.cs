using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Functions.Walking;

namespace Orchestrator.Functions.Orchestrations;

/// <summary>Empties nodes before their machines go, and opens them again when they are to stay after all.</summary>
internal static class NodeDrain
{
    public const string Activity = "DrainNode";

    /// <summary>Cordons and drains nodes side by side. A stop ends it before they are empty.</summary>
    public static async Task<OrchestratorError?> EmptyAsync(this RolloutLoop loop, IReadOnlyList<string> nodes)
    {
        var drains = await Task.WhenAll(nodes.Select(async node =>
        {
            var request = loop.OfMachines([node]);
            return await loop.UntilDoneAsync("CordonNode", request) ?? await loop.UntilDoneAsync(Activity, request);
        }));
        return drains.FirstOrDefault(static error => error is not null);
    }

    /// <summary>
    /// Drained for nothing, because the operation stops: pods may come back. Nodes that somebody else had closed stay closed. What cannot be reopened stands in
    /// no way: whoever replaces the machine drains it again.
    /// </summary>
    public static async Task ReopenAsync(this RolloutLoop loop, OperationScope scope, MachineGroupObservation group, IReadOnlyList<string> nodes)
    {
        List<string> ours = [.. nodes.Where(node => group.Machines.Any(m => m.Name == node && !m.Cordoned))];
        if (ours.Count > 0)
        {
            await scope.CallAsync<MachineOutcome>("UncordonNode", loop.OfMachines(ours));
        }
    }
}
