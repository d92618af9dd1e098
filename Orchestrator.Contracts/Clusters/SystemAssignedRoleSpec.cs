namespace Orchestrator.Contracts.Clusters;

/// <summary>The role that a machine's system-assigned identity gets: <c>DefinitionId</c> and <c>Scope</c> are ARM ids; <c>Name</c> a UUID, null: derived.</summary>
public sealed record SystemAssignedRoleSpec(string DefinitionId, string Scope, string? Name = null);
