namespace Orchestrator.Contracts.Fleet;

/// <summary>Input of StartFleetMember and of CheckFleetMembers, which looks at several.</summary>
public sealed record FleetMemberRequest(string Fleet, IReadOnlyList<int> Members);
