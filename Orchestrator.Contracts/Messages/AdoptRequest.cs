namespace Orchestrator.Contracts.Messages;

/// <summary>Body of <c>POST /api/adopt</c>: an AKS cluster that exists, by its ARM id.</summary>
public sealed record AdoptRequest
{
    public required string ResourceId { get; init; }

    /// <summary>Name of an AzureClusterIdentity of an earlier apply that shall act for the cluster; null: the orchestrator itself.</summary>
    public string? Identity { get; init; }

    public string Namespace { get; init; } = "default";

    /// <summary>AzurePublicCloud, AzureUSGovernmentCloud or AzureChinaCloud; null: the public one.</summary>
    public string? Environment { get; init; }
}
