namespace Orchestrator.Contracts.Messages;

/// <summary>Body of <c>POST /api/operations/{id}/approve</c>.</summary>
/// <param name="Step">Key of the step that waits, as the operation's status names it.</param>
public sealed record ApproveRequest(string Step);
