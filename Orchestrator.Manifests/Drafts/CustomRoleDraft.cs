namespace Orchestrator.Manifests.Drafts;

/// <summary><c>Identities</c> null: all that the cluster's machines have.</summary>
internal sealed record CustomRoleDraft
{
    public required string Name { get; init; }

    public string? Scope { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string> Actions { get; init; } = [];

    public IReadOnlyList<string> NotActions { get; init; } = [];

    public IReadOnlyList<string> DataActions { get; init; } = [];

    public IReadOnlyList<string> NotDataActions { get; init; } = [];

    public IReadOnlyList<string>? Identities { get; init; }
}
