using System.Text.Json.Serialization;

namespace Orchestrator.Contracts.Drift;

/// <summary>CloudEvent 1.0 (structured JSON) of drift that was found, and of its end. It may come more than once, under the same id.</summary>
public sealed record DriftEvent
{
    public const string Detected = "orchestrator.drift.detected";
    public const string Repaired = "orchestrator.drift.repaired";
    public const string Queue = "drift-outcomes";

    [JsonPropertyName("specversion")]
    public string SpecVersion { get; init; } = "1.0";

    /// <summary>The cluster and the time of the check.</summary>
    public required string Id { get; init; }

    public string Source { get; init; } = "/orchestrator";

    public required string Type { get; init; }

    /// <summary>namespace/name of the cluster.</summary>
    public required string Subject { get; init; }

    public required DateTimeOffset Time { get; init; }

    [JsonPropertyName("datacontenttype")]
    public string DataContentType { get; init; } = "application/json";

    public required DriftEventData Data { get; init; }
}
