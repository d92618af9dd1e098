namespace Orchestrator.Manifests.Drafts;

/// <summary>An AKS cluster's membership of a fleet, which is named by its ARM id, or by name and resource group in the cluster's subscription.</summary>
internal sealed record FleetMemberDraft(string? Name, string? Group)
{
    public string? FleetId { get; init; }

    public string? ManagerName { get; init; }

    public string? ManagerResourceGroup { get; init; }
}
