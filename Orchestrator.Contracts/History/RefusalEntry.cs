namespace Orchestrator.Contracts.History;

/// <summary>A call that was refused at the door.</summary>
public sealed record RefusalEntry
{
    /// <summary>Of the invocation; the log has it too.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required RequestOrigin Origin { get; init; }

    public required string Method { get; init; }

    /// <summary>Without the query, which may hold a key.</summary>
    public required string Path { get; init; }

    /// <summary>Code of the error catalogue.</summary>
    public required string Code { get; init; }

    public required string Reason { get; init; }
}
