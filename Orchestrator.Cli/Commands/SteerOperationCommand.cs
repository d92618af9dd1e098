using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.Operations;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary>Suspends, resumes or cancels one operation.</summary>
public sealed class SteerOperationCommand : ApiCommand
{
    private readonly string _verb;
    private readonly Argument<string> _operation = CommandOptions.Operation();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public SteerOperationCommand(string verb, string description, CommandServices services)
        : base("operation", description, services)
    {
        _verb = verb;
        Take(_operation, _output);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var status = await client.SteerAsync(arguments.GetRequiredValue(_operation), _verb, cancellation).ConfigureAwait(false);
        Services.Output.WriteAnswer(arguments.GetValue(_output), status, Render);
        return ExitCodes.Success;
    }

    private Paragraph Render(OperationStatus status) => new($"{status.Id}: {_verb} accepted; it is {StepLook.Of(status.State).Word}");
}
