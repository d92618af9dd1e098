using System.Text.Json.Serialization;

namespace Orchestrator.Contracts.Messages;

/// <summary>CloudEvent 1.0 (structured JSON) of what became of a revision for a cluster. It may come more than once, under the same id.</summary>
public sealed record OutcomeEvent
{
    public const string Accepted = "orchestrator.cluster.accepted";
    public const string Applied = "orchestrator.cluster.applied";
    public const string Deleted = "orchestrator.cluster.deleted";
    public const string Failed = "orchestrator.cluster.failed";
    public const string Superseded = "orchestrator.cluster.superseded";

    /// <summary>A revision that was refused and names no cluster that could be read.</summary>
    public const string RevisionFailed = "orchestrator.revision.failed";

    public const string MediaType = "application/cloudevents+json";

    [JsonPropertyName("specversion")]
    public string SpecVersion { get; init; } = "1.0";

    /// <summary>For the end of an operation its id.</summary>
    public required string Id { get; init; }

    public required string Source { get; init; }

    public required string Type { get; init; }

    /// <summary>namespace/name of the cluster; the revision where there is none.</summary>
    public required string Subject { get; init; }

    public required DateTimeOffset Time { get; init; }

    [JsonPropertyName("datacontenttype")]
    public string DataContentType { get; init; } = "application/json";

    public required OutcomeData Data { get; init; }
}
