using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;

namespace Orchestrator.Cli.Commands;

/// <summary>Shows where a subscription's events go.</summary>
public sealed class ShowEventsCommand : ApiCommand
{
    private readonly Option<string> _subscription = EventsOptions.Subscription();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public ShowEventsCommand(CommandServices services)
        : base("show", "Show where the events of a subscription's resources go.", services) => Take(_subscription, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation) =>
        EventsOptions.Show(Services, arguments.GetValue(_output), await client.GetEventsAsync(arguments.GetRequiredValue(_subscription), cancellation).ConfigureAwait(false));
}
