using System.Text.Json.Serialization;

namespace Orchestrator.Contracts.Messages;

/// <summary>CloudEvent 1.0 (structured JSON) of what became of a cluster that has a source. It may come more than once, under the same id.</summary>
public sealed record OutcomeEvent
{
    public const string Applied = "orchestrator.cluster.applied";
    public const string Deleted = "orchestrator.cluster.deleted";
    public const string Failed = "orchestrator.cluster.failed";
    public const string MediaType = "application/cloudevents+json";

    [JsonPropertyName("specversion")]
    public string SpecVersion { get; init; } = "1.0";

    /// <summary>The operation's id.</summary>
    public required string Id { get; init; }

    public required string Source { get; init; }

    public required string Type { get; init; }

    /// <summary>namespace/name of the cluster.</summary>
    public required string Subject { get; init; }

    public required DateTimeOffset Time { get; init; }

    [JsonPropertyName("datacontenttype")]
    public string DataContentType { get; init; } = "application/json";

    public required OutcomeData Data { get; init; }
}
