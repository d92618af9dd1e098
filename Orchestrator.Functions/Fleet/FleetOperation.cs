using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Fleet;

namespace Orchestrator.Functions.Fleet;

/// <summary>
/// Works through the clusters of a fleet, wave by wave, so many at once. Each cluster has its own operation; this one begins them and looks how they end.
/// What it knows fits into its input, so its history begins anew from time to time, however many clusters there are.
/// </summary>
public static class FleetOperation
{
    /// <summary>Raised when no further cluster is to be begun.</summary>
    public const string CancelEvent = "Cancel";

    [Function(nameof(FleetOperation))]
    public static Task<OrchestratorError?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, FleetInput input) => new FleetRun(context, input).RunAsync();
}
