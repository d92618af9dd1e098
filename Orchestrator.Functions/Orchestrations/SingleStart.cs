using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orchestrator.Functions.Orchestrations;

/// <summary>Starts that may be repeated.</summary>
internal static class SingleStart
{
    /// <summary>An id is used once, whatever became of its instance. Some hosts refuse a second start with exceptions of their own: then what counts is that the instance is there.</summary>
    public static async Task StartOnceAsync(this DurableTaskClient client, string orchestrator, string instanceId, object input, CancellationToken cancellation)
    {
        var options = new StartOrchestrationOptions(instanceId).WithDedupeStatuses(
            OrchestrationRuntimeStatus.Pending,
            OrchestrationRuntimeStatus.Running,
            OrchestrationRuntimeStatus.Suspended,
            OrchestrationRuntimeStatus.Completed,
            OrchestrationRuntimeStatus.Failed,
            OrchestrationRuntimeStatus.Terminated);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, options, cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Somebody else was first; the instance may not be readable yet.
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            if (await client.GetInstanceAsync(instanceId, cancellation) is null)
            {
                throw;
            }
        }
    }
}
