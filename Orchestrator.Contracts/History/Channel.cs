namespace Orchestrator.Contracts.History;

/// <summary>The way by which a request came in.</summary>
public enum Channel
{
    Http,

    /// <summary>HTTP, from <c>orc</c>.</summary>
    Cli,
    Queue,
    Timer,
    Event,

    /// <summary>From inside, when an operation ended.</summary>
    Operation,
}
