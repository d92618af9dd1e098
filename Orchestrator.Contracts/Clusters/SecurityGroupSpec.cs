namespace Orchestrator.Contracts.Clusters;

public sealed record SecurityGroupSpec
{
    public required string Name { get; init; }

    public IReadOnlyList<SecurityRuleSpec> Rules { get; init; } = [];
}
