using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.State;

/// <summary>Whether somebody has consented to a step, as it is planned now.</summary>
public sealed class CheckApprovalActivity(IClusterStore clusters)
{
    [Function("CheckApproval")]
    public async Task<ApprovalAnswer> RunAsync([ActivityTrigger] ApprovalQuery query, CancellationToken cancellation) =>
        new((await clusters.FindAsync(query.Cluster, cancellation).ConfigureAwait(false))?.Approvals?.FirstOrDefault(approval =>
            approval.OperationId == query.OperationId && approval.Generation == query.Generation && approval.Step == query.Step.Step && approval.Gate == query.Step.Gate));
}
