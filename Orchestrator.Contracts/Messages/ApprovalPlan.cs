namespace Orchestrator.Contracts.Messages;

/// <summary>The steps of a plan that wait for approval, and for how long.</summary>
/// <param name="ApproveOnTimeout">What nobody has approved in time goes ahead; otherwise it fails.</param>
public sealed record ApprovalPlan(IReadOnlyList<GatedStep> Steps, TimeSpan Timeout, bool ApproveOnTimeout);
