namespace Orchestrator.Contracts.Clusters;

/// <summary>What a private endpoint leads to: a service by its ARM id, and the parts of it (such as <c>blob</c>).</summary>
public sealed record PrivateLinkServiceConnectionSpec
{
    public required string Name { get; init; }

    public required string PrivateLinkServiceId { get; init; }

    public IReadOnlyList<string> GroupIds { get; init; } = [];

    /// <summary>What the service's owner reads; at most 140 characters.</summary>
    public string? RequestMessage { get; init; }
}
