using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Messages;

/// <summary>Answer of CheckApproval; null inside while nobody has consented.</summary>
public sealed record ApprovalAnswer(StepApproval? Approval);
