using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc fleet list</c></summary>
public sealed class ListFleetsCommand : ApiCommand
{
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public ListFleetsCommand(CommandServices services)
        : base("list", "List the fleet operations.", services) => Take(_output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var fleets = await client.ListFleetsAsync(cancellation).ConfigureAwait(false);
        Services.Output.WriteAnswer(arguments.GetValue(_output), fleets, static all => all.Count == 0 ? new Rows(new Paragraph("No fleet operations.")) : new Rows(all.Select(FleetText.Heading)));
        return ExitCodes.Success;
    }
}
