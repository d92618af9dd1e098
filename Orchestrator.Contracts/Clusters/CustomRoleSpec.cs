namespace Orchestrator.Contracts.Clusters;

/// <summary>A role of the cluster's own, and who has it.</summary>
public sealed record CustomRoleSpec
{
    /// <summary>In the manifest.</summary>
    public required string Name { get; init; }

    /// <summary>In Azure, unique in the tenant.</summary>
    public required string RoleName { get; init; }

    /// <summary>ARM id by which assignments name it, of the subscription.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>ARM id of the subscription, resource group or resource on which it can be and is given.</summary>
    public required string Scope { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string> Actions { get; init; } = [];

    public IReadOnlyList<string> NotActions { get; init; } = [];

    public IReadOnlyList<string> DataActions { get; init; } = [];

    public IReadOnlyList<string> NotDataActions { get; init; } = [];

    /// <summary>ARM ids of the user-assigned identities that have it; machines with identities of their own say so themselves.</summary>
    public IReadOnlyList<string> Identities { get; init; } = [];
}
