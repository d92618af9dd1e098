using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.SubscriptionEvents;

namespace Orchestrator.Cli.Commands;

/// <summary>Makes, or brings up to date, what brings a subscription's events to the server.</summary>
public sealed class EnableEventsCommand : ApiCommand
{
    private readonly Option<string> _subscription = EventsOptions.Subscription();
    private readonly Option<string?> _functionApp = new("--function-app") { Description = "ARM id of the Function app that gets the events.", HelpName = "ARM-ID" };
    private readonly Option<string?> _endpoint = new("--endpoint") { Description = "Address of the Event Grid webhook that gets them, with its key, instead of a Function app.", HelpName = "URL" };
    private readonly Option<string?> _group = new("--resource-group") { Description = "Resource group of the system topic [orchestrator-events].", HelpName = "NAME" };
    private readonly Option<string?> _location = new("--location") { Description = "Where that group is made when it is not there [westeurope].", HelpName = "LOCATION" };
    private readonly Option<string?> _deadLetters = new("--dead-letter") { Description = "ARM id of the storage account that gets what cannot be delivered.", HelpName = "ARM-ID" };
    private readonly Option<bool> _dryRun = EventsOptions.DryRun();
    private readonly Option<bool> _wait = CommandOptions.Wait();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public EnableEventsCommand(CommandServices services)
        : base("enable", "Bring the events of a subscription's resources to the server.", services) =>
        Take(_subscription, _functionApp, _endpoint, _group, _location, _deadLetters, _dryRun, _wait, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var request = new EnableEventsRequest(
            arguments.GetValue(_group), arguments.GetValue(_location), Environment: null, arguments.GetValue(_functionApp), arguments.GetValue(_endpoint), arguments.GetValue(_deadLetters));
        var subscription = arguments.GetRequiredValue(_subscription);
        var status = await client.EnableEventsAsync(subscription, request, arguments.GetValue(_dryRun), cancellation).ConfigureAwait(false);
        status = await EventsOptions.WaitAsync(client, status, arguments.GetValue(_wait), Services.Time, cancellation).ConfigureAwait(false);
        return EventsOptions.Show(Services, arguments.GetValue(_output), status);
    }
}
