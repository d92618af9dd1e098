namespace Microsoft.DurableTask;

/// <summary>How to start an orchestration.</summary>
public record StartOrchestrationOptions
{
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        Tags = options.Tags;
        Version = options.Version;
        DedupeStatuses = options.DedupeStatuses;
    }

    /// <summary>The new instance's id; without one the client makes a new id.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When to start; at once if null or past.</summary>
    public DateTimeOffset? StartAt { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public TaskVersion? Version { get; init; }

    /// <summary>Names of the statuses in which an existing instance with this id makes the start fail.</summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
