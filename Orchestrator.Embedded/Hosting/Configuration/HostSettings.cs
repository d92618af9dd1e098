using Orchestrator.Embedded.Engine;
using Orchestrator.Embedded.Hosting.Queues;

namespace Orchestrator.Embedded.Hosting.Configuration;

/// <summary>The parts of host.json that the embedded host obeys, with Azure's defaults.</summary>
internal sealed record HostSettings
{
    public string RoutePrefix { get; init; } = "api";

    /// <summary>What every answer carries.</summary>
    public IReadOnlyDictionary<string, string> CustomHeaders { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    public string HubName { get; init; } = "TestHubName";

    /// <summary>Null: ten per processor, as Durable Functions has it.</summary>
    public int? MaxConcurrentActivityFunctions { get; init; }

    /// <inheritdoc cref="MaxConcurrentActivityFunctions"/>
    public int? MaxConcurrentOrchestratorFunctions { get; init; }

    public string? DefaultVersion { get; init; }

    public QueueSettings Queues { get; init; } = new();

    public VersionMatchStrategy? VersionMatchStrategy { get; init; }

    public VersionFailureStrategy? VersionFailureStrategy { get; init; }
}
