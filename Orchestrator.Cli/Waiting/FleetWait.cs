using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.Fleet;
using Orchestrator.Contracts.Operations;
using Spectre.Console;

namespace Orchestrator.Cli.Waiting;

/// <summary>Waits for a fleet operation; one line for each change of how far it is.</summary>
public static class FleetWait
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <exception cref="CommandException">The time is over.</exception>
    public static async Task<int> RunAsync(
        OrchestratorClient client, CommandServices services, string id, TimeSpan? timeout, OutputFormat format, CancellationToken cancellation)
    {
        var progress = format == OutputFormat.Text ? services.Output : services.Error;
        var since = services.Time.GetTimestamp();
        FleetStatus? told = null;
        while (true)
        {
            var fleet = await client.GetFleetAsync(id, cancellation).ConfigureAwait(false);
            if (IsEnded(fleet))
            {
                services.Output.WriteAnswer(format, fleet, FleetText.Render);
                return fleet.State == OperationState.Succeeded ? ExitCodes.Success : ExitCodes.Failed;
            }

            if (told is null || (told.State, told.Phase, told.Succeeded, told.Failed) != (fleet.State, fleet.Phase, fleet.Succeeded, fleet.Failed))
            {
                progress.Write(FleetText.Heading(fleet));
                progress.WriteLine();
                told = fleet;
            }

            if (services.Time.GetElapsedTime(since) > timeout)
            {
                throw new CommandException(ExitCodes.Timeout, $"Not done within {Elapsed.Format(timeout!.Value)}: {id}.", $"It goes on. Look at it with 'orc fleet get {id}'.");
            }

            await Task.Delay(Interval, services.Time, cancellation).ConfigureAwait(false);
        }
    }

    private static bool IsEnded(FleetStatus fleet) => fleet.State is OperationState.Succeeded or OperationState.Failed or OperationState.Canceled or OperationState.Terminated;
}
