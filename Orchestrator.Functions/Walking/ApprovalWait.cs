using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Functions.Walking;

/// <summary>
/// Holds steps until somebody consents. The consent is in the cluster's document; the event that tells of it is a hint. It counts for the generation that was
/// shown: what is planned anew is asked for anew.
/// </summary>
internal sealed class ApprovalWait(OperationScope scope, ApprovalPlan? plan)
{
    private const string ByTimeout = "(timeout)";
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Null when the step may go ahead, needs no approval, or the operation must stop; otherwise ApprovalTimeout.</summary>
    public Task<OrchestratorError?> WaitAsync(string step) => WaitAsync(step, new TaskCompletionSource().Task);

    public bool Concerns(string step) => plan?.Steps.Any(s => s.Step == step) == true;

    /// <param name="abandoned">Ends the waiting, whatever is asked for.</param>
    public async Task<OrchestratorError?> WaitAsync(string step, Task abandoned)
    {
        if (plan?.Steps.FirstOrDefault(s => s.Step == step) is not { } gated)
        {
            return null;
        }

        var status = new ApprovalStatus { Step = step, Gate = gated.Gate, Since = Now, Until = Now + plan.Timeout };
        Task<string>? approved = null;
        while (!scope.MustStop && !abandoned.IsCompleted)
        {
            var answer = await scope.CallAsync<ApprovalAnswer>("CheckApproval", new ApprovalQuery(scope.Cluster, scope.OperationId, scope.Generation, gated));
            if (answer.Approval is { } approval)
            {
                return Go(status with { By = approval.By, At = approval.At });
            }

            if (Now >= status.Until)
            {
                return plan.ApproveOnTimeout
                    ? Go(status with { By = ByTimeout, At = Now })
                    : ErrorCatalog.ApprovalTimeout.With($"Nobody has approved {step} ({NameOf(gated.Gate)}) of {scope.OperationId} within {plan.Timeout.TotalHours:0.##} hours.", step);
            }

            scope.Progress.Approval(status);
            scope.Progress.Detail(step, $"waits for approval ({NameOf(gated.Gate)}): orc approve operation {scope.OperationId} --step {step}");
            approved ??= scope.Context.WaitForExternalEvent<string>(OperationScope.ApprovedEvent(step));
            var left = status.Until - Now;
            await scope.DelayUnlessAsync(Task.WhenAny(approved, abandoned), left < Longest ? left : Longest);
            approved = approved.IsCompleted ? null : approved;
        }

        return null;
    }

    /// <summary>As it is written in manifests.</summary>
    private static string NameOf(ApprovalGate gate) => gate switch
    {
        ApprovalGate.ControlPlaneUpgrade => "control-plane-upgrade",
        ApprovalGate.Delete => "delete",
        ApprovalGate.Replace => "replace",
        _ => "roll",
    };

    private DateTimeOffset Now => new(scope.Context.CurrentUtcDateTime, TimeSpan.Zero);

    private OrchestratorError? Go(ApprovalStatus status)
    {
        scope.Progress.Approval(status);
        scope.Progress.Detail(status.Step, $"approved by {status.By}");
        return null;
    }
}
