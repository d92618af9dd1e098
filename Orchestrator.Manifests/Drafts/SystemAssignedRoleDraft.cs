namespace Orchestrator.Manifests.Drafts;

internal sealed record SystemAssignedRoleDraft(string? Name, string? Scope, string? DefinitionId);
