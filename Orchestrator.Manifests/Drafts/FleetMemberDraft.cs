namespace Orchestrator.Manifests.Drafts;

/// <summary>An AKS cluster's membership of a fleet.</summary>
internal sealed record FleetMemberDraft(string? Name, string? Group, string ManagerName, string ManagerResourceGroup);
