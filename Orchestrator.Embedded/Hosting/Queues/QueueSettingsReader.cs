using Orchestrator.Embedded.Hosting.Configuration;

namespace Orchestrator.Embedded.Hosting.Queues;

/// <summary>Reads <c>extensions.queues</c> of host.json, within the limits of the Functions host.</summary>
internal static class QueueSettingsReader
{
    private const string Section = "extensions.queues.";
    private const int MaximumBatchSize = 32;
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <exception cref="EmbeddedHostException">A value is not allowed.</exception>
    public static QueueSettings Read(HostJsonReader json)
    {
        var defaults = new QueueSettings();
        var batchSize = json.Positive(Section + "batchSize") ?? defaults.BatchSize;
        if (batchSize > MaximumBatchSize)
        {
            throw json.Invalid(Section + "batchSize", $"must be at most {MaximumBatchSize}");
        }

        var encoding = json.Text(Section + "messageEncoding") ?? "base64";
        var isBase64 = string.Equals(encoding, "base64", StringComparison.OrdinalIgnoreCase);
        if (!isBase64 && !string.Equals(encoding, "none", StringComparison.OrdinalIgnoreCase))
        {
            throw json.Invalid(Section + "messageEncoding", "must be \"base64\" or \"none\"");
        }

        return new QueueSettings
        {
            BatchSize = batchSize,
            NewBatchThreshold = json.WholeNumber(Section + "newBatchThreshold") ?? batchSize / 2,
            MaxDequeueCount = json.Positive(Section + "maxDequeueCount") ?? defaults.MaxDequeueCount,
            MaxPollingInterval = json.Span(Section + "maxPollingInterval", QueueSettings.MinPollingInterval, Week) ?? defaults.MaxPollingInterval,
            VisibilityTimeout = json.Span(Section + "visibilityTimeout", TimeSpan.Zero, Week) ?? defaults.VisibilityTimeout,
            UseBase64 = isBase64,
        };
    }
}
