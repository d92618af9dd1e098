namespace Orchestrator.Contracts.Drift;

/// <summary>A write to a resource that was not this app's, as Event Grid told it.</summary>
public sealed record ResourceWriter
{
    /// <summary>The user or application: the name that people know it by, as far as its token says.</summary>
    public required string Who { get; init; }

    /// <summary>Client id of the application that was used.</summary>
    public string? Application { get; init; }

    /// <summary>Such as <c>Microsoft.Network/loadBalancers/write</c>.</summary>
    public required string Operation { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>By which the Activity Log finds it.</summary>
    public string? CorrelationId { get; init; }
}
