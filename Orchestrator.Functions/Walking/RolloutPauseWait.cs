using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Functions.Walking;

/// <summary>Holds the steps that have Azure replace nodes of an AKS cluster while rollouts are paused; the groups of other clusters do so between two machines.</summary>
internal sealed class RolloutPauseWait(OperationScope scope, IReadOnlyList<string>? steps)
{
    /// <summary>Who resumes a rollout wakes it; this is for a wake-up that is lost.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private Task<string>? _steered;

    public bool Concerns(string step) => steps?.Contains(step) == true;

    /// <param name="abandoned">Ends the waiting, whatever is asked for.</param>
    public async Task WaitAsync(string step, Task abandoned)
    {
        while (Concerns(step) && !scope.MustStop && !abandoned.IsCompleted
            && await scope.CallAsync<RolloutHold>("CheckRolloutHold", new ClusterRequest(scope.Cluster)) is { Pause: { } pause })
        {
            scope.Progress.Detail(step, $"paused{(pause.Reason is null ? "" : $" ({pause.Reason})")}: orc rollout resume {scope.Cluster}");
            var steered = _steered ??= scope.Context.WaitForExternalEvent<string>(OperationScope.SteeredEvent);
            await scope.DelayUnlessAsync(Task.WhenAny(steered, abandoned), Longest);
            _steered = _steered == steered && steered.IsCompleted ? null : _steered;
        }
    }
}
