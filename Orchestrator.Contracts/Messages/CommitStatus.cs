using System.Text.Json.Serialization;

namespace Orchestrator.Contracts.Messages;

/// <summary>Body of GitHub's <c>POST /repos/{owner}/{repo}/statuses/{sha}</c>.</summary>
public sealed record CommitStatus
{
    /// <summary>pending, success, failure, or error when it is the app's own.</summary>
    public required string State { get; init; }

    public required string Context { get; init; }

    /// <summary>At most 140 characters.</summary>
    public required string Description { get; init; }

    /// <summary>Where the operation, or the cluster, can be read, if the app knows its own address.</summary>
    [JsonPropertyName("target_url")]
    public string? TargetUrl { get; init; }
}
