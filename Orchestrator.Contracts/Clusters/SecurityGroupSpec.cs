namespace Orchestrator.Contracts.Clusters;

public sealed record SecurityGroupSpec
{
    public required string Name { get; init; }

    /// <summary>ARM id of a group that somebody else made: it is joined and never changed. Null: the cluster's own, beside its virtual network.</summary>
    public string? BorrowedId { get; init; }

    public IReadOnlyList<SecurityRuleSpec> Rules { get; init; } = [];
}
