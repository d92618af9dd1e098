namespace Microsoft.DurableTask.Client;

/// <summary>Sets deduplication statuses by enum.</summary>
public static class StartOrchestrationOptionsExtensions
{
    public static readonly IReadOnlyList<OrchestrationRuntimeStatus> ValidDedupeStatuses =
    [
        OrchestrationRuntimeStatus.Completed,
        OrchestrationRuntimeStatus.Failed,
        OrchestrationRuntimeStatus.Terminated,
#pragma warning disable CS0618 // A status that old instances may have.
        OrchestrationRuntimeStatus.Canceled,
#pragma warning restore CS0618
        OrchestrationRuntimeStatus.Pending,
        OrchestrationRuntimeStatus.Running,
        OrchestrationRuntimeStatus.Suspended,
    ];

    public static StartOrchestrationOptions WithDedupeStatuses(
        this StartOrchestrationOptions options, params OrchestrationRuntimeStatus[] dedupeStatuses)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { DedupeStatuses = [.. dedupeStatuses.Select(status => status.ToString())] };
    }
}
