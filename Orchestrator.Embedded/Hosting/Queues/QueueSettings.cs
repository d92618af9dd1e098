namespace Orchestrator.Embedded.Hosting.Queues;

/// <summary>host.json's <c>extensions.queues</c>, with the defaults of the Functions host.</summary>
internal sealed record QueueSettings
{
    /// <summary>The wait after the first empty poll; it grows with each further one.</summary>
    public static readonly TimeSpan MinPollingInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a message is hidden while its function runs; renewed at half of it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>Messages fetched at once, 1 to 32.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The next batch is fetched when no more than this many messages are being worked on.</summary>
    public int NewBatchThreshold { get; init; } = 8;

    /// <summary>Tries before a message goes to the poison queue.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a message whose function failed stays hidden before the next try.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>Bodies are Base64 on the wire.</summary>
    public bool UseBase64 { get; init; } = true;
}
