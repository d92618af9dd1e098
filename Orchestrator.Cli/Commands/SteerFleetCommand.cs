using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc fleet get|suspend|resume|cancel ID</c></summary>
public sealed class SteerFleetCommand : ApiCommand
{
    private readonly string? _verb;
    private readonly Argument<string> _fleet = new("ID") { Description = "The fleet operation." };
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    /// <param name="verb">suspend, resume or cancel; null only shows it.</param>
    public SteerFleetCommand(string? verb, string description, CommandServices services)
        : base(verb ?? "get", description, services)
    {
        _verb = verb;
        Take(_fleet, _output);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var id = arguments.GetRequiredValue(_fleet);
        var fleet = await (_verb is null ? client.GetFleetAsync(id, cancellation) : client.SteerFleetAsync(id, _verb, cancellation)).ConfigureAwait(false);
        Services.Output.WriteAnswer(arguments.GetValue(_output), fleet, FleetText.Render);
        return ExitCodes.Success;
    }
}
