using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Orchestrator.Cli.Waiting;
using Orchestrator.Contracts.Fleet;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc fleet upgrade|restart|apply</c>: one change of many clusters, wave by wave.</summary>
public abstract class FleetChangeCommand : ApiCommand
{
    private readonly Option<string?> _selector = CommandOptions.Selector();
    private readonly Option<string?> _namespace = new("--namespace", "-n") { Description = "Only clusters of this namespace.", HelpName = "NAMESPACE" };
    private readonly Option<string> _waves = new("--waves")
    {
        Description = "How many clusters are done after each wave: growing numbers or percentages.",
        HelpName = "1,10%,100%",
        DefaultValueFactory = static _ => "100%",
    };

    private readonly Option<TimeSpan?> _pause = CommandOptions.Duration("--pause", "Time between two waves, such as 10m.");
    private readonly Option<int> _maxConcurrent = new("--max-concurrent") { Description = "How many clusters are worked on at once.", HelpName = "N", DefaultValueFactory = static _ => 10 };
    private readonly Option<bool> _stopOnFailure = new("--stop-on-failure") { Description = "Begin no further cluster after one has failed." };
    private readonly Option<bool> _healthCheck = new("--health-check") { Description = "Begin a wave only when every cluster of those before it is Ready." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show which clusters it would be, in which waves; change nothing." };
    private readonly Option<bool> _wait = CommandOptions.Wait();
    private readonly Option<TimeSpan?> _timeout = CommandOptions.Timeout();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    protected FleetChangeCommand(string name, string description, CommandServices services, params ReadOnlySpan<Symbol> own)
        : base(name, description, services) =>
        Take([.. own, _selector, _namespace, _waves, _pause, _maxConcurrent, _stopOnFailure, _healthCheck, _dryRun, _wait, _timeout, _output]);

    /// <summary>What is to be done; which clusters and how is added to it.</summary>
    protected abstract Task<FleetRequest> RequestAsync(ParseResult arguments, CancellationToken cancellation);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var request = await RequestAsync(arguments, cancellation).ConfigureAwait(false) with
        {
            Selector = arguments.GetValue(_selector),
            Namespace = arguments.GetValue(_namespace),
            Waves = arguments.GetRequiredValue(_waves).Split(',', StringSplitOptions.TrimEntries),
            PauseSeconds = (int)(arguments.GetValue(_pause)?.TotalSeconds ?? 0),
            MaxConcurrent = arguments.GetValue(_maxConcurrent),
            StopOnFailure = arguments.GetValue(_stopOnFailure),
            HealthCheck = arguments.GetValue(_healthCheck),
        };
        var format = arguments.GetValue(_output);
        var fleet = await client.StartFleetAsync(request, arguments.GetValue(_dryRun), cancellation).ConfigureAwait(false);
        if (!arguments.GetValue(_wait) || fleet.Id is null)
        {
            Services.Output.WriteAnswer(format, fleet, FleetText.Render);
            return ExitCodes.Success;
        }

        return await FleetWait.RunAsync(client, Services, fleet.Id, arguments.GetValue(_timeout), format, cancellation).ConfigureAwait(false);
    }
}
