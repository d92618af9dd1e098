namespace Orchestrator.Simulator.Arm;

/// <summary>One operation, in virtual time.</summary>
/// <param name="ResourceId">What the caller named.</param>
/// <param name="Action"><c>write</c>, <c>delete</c>, or the name of a POST action.</param>
/// <param name="Created">A write that made the resource.</param>
/// <param name="Ended">Null while it runs.</param>
/// <param name="Status"><c>InProgress</c>, <c>Succeeded</c> or <c>Failed</c>.</param>
public sealed record JournalEntry(string ResourceId, string Type, string Action, string Method, bool Created, DateTimeOffset Started, DateTimeOffset? Ended, string Status, string? ErrorCode);
