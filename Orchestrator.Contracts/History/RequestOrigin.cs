namespace Orchestrator.Contracts.History;

/// <summary>Who asked for something, and from where.</summary>
public sealed record RequestOrigin
{
    public required Caller Caller { get; init; }

    public required Channel Channel { get; init; }

    /// <summary>The function that took the request.</summary>
    public required string Function { get; init; }

    /// <summary>The id that the client gave its request (<c>x-ms-client-request-id</c>), else that of the invocation.</summary>
    public string? RequestId { get; init; }

    /// <summary>The client's IP address as the host tells it.</summary>
    public string? Address { get; init; }

    /// <summary>What the client says that it is (User-Agent).</summary>
    public string? Client { get; init; }
}
