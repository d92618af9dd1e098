using System.Text.Json.Serialization;

namespace Orchestrator.Contracts.Messages;

/// <summary>Body of GitHub's <c>POST /repos/{owner}/{repo}/statuses/{sha}</c>.</summary>
public sealed record CommitStatus
{
    /// <summary>success or failure.</summary>
    public required string State { get; init; }

    public required string Context { get; init; }

    /// <summary>At most 140 characters.</summary>
    public required string Description { get; init; }

    /// <summary>Where the operation can be read, if the app knows its own address.</summary>
    [JsonPropertyName("target_url")]
    public string? TargetUrl { get; init; }
}
