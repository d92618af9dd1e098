namespace Orchestrator.Contracts.History;

/// <summary>Who asked.</summary>
public sealed record Caller
{
    public required CallerKind Kind { get; init; }

    /// <summary>What people call it: a user's or application's name, a key's fingerprint, a repository, a schedule.</summary>
    public required string Name { get; init; }

    /// <summary>What never changes of it: the object id of a token, the commit of a source.</summary>
    public string? Id { get; init; }

    public override string ToString() => Id is null ? Name : $"{Name} ({Id})";
}
