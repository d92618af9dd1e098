using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.Operations;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc get operation ID</c></summary>
public sealed class GetOperationCommand : ApiCommand
{
    private readonly Argument<string> _operation = CommandOptions.Operation();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public GetOperationCommand(CommandServices services)
        : base("operation", "Show an operation with its steps.", services) =>
        Take(_operation, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var operation = await client.GetOperationAsync(arguments.GetRequiredValue(_operation), cancellation).ConfigureAwait(false);
        Services.Output.WriteAnswer(arguments.GetValue(_output), operation, Render);
        return ExitCodes.Success;
    }

    private static Rows Render(OperationStatus operation) => operation.IsFinished()
        ? new Rows(OperationTree.Render(operation), OperationResult.Render(operation))
        : new Rows(OperationTree.Render(operation));
}
