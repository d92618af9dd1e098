using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.SubscriptionEvents;

namespace Orchestrator.Cli.Commands;

/// <summary>What the commands about events share.</summary>
internal static class EventsOptions
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public static Option<string> Subscription() => new("--subscription") { Description = "Id of the Azure subscription.", HelpName = "ID", Required = true };

    public static Option<bool> DryRun() => new("--dry-run") { Description = "Only show what would change." };

    public static async Task<EventsStatus> WaitAsync(OrchestratorClient client, EventsStatus status, bool wait, TimeProvider time, CancellationToken cancellation)
    {
        var plan = status.Plan;
        while (wait && status.State == OperationState.Running)
        {
            await Task.Delay(Interval, time, cancellation).ConfigureAwait(false);
            status = await client.GetEventsAsync(status.Subscription, cancellation).ConfigureAwait(false);
        }

        return status with { Plan = plan };
    }

    public static int Show(CommandServices services, OutputFormat format, EventsStatus status)
    {
        services.Output.WriteAnswer(format, status, EventsText.Render);
        return status.State == OperationState.Failed ? ExitCodes.Failed : ExitCodes.Success;
    }
}
