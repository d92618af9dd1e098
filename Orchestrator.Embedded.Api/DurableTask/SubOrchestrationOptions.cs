namespace Microsoft.DurableTask;

/// <summary>How to run a sub-orchestration.</summary>
public record SubOrchestrationOptions : TaskOptions
{
    public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null)
        : base(retry)
    {
        InstanceId = instanceId;
    }

    public SubOrchestrationOptions(TaskOptions options, string? instanceId = null)
        : base(options)
    {
        InstanceId = instanceId;
        Version = options.Version;
        if (options is SubOrchestrationOptions other)
        {
            InstanceId ??= other.InstanceId;
            Version = other.Version ?? options.Version;
        }
    }

    public SubOrchestrationOptions(SubOrchestrationOptions options)
        : base(options)
    {
        InstanceId = options.InstanceId;
        Version = options.Version;
    }

    /// <summary>The child's instance id; without one the context makes a new id.</summary>
    public string? InstanceId { get; init; }

    public new TaskVersion? Version { get; init; }
}
