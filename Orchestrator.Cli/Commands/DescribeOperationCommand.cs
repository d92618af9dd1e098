using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc describe operation ID</c></summary>
public sealed class DescribeOperationCommand : ApiCommand
{
    private readonly Argument<string> _operation = CommandOptions.Operation();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public DescribeOperationCommand(CommandServices services)
        : base("operation", "Show who asked for an operation, and each of its steps with times, errors and Azure's correlation id.", services) =>
        Take(_operation, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var operation = await client.GetOperationAsync(arguments.GetRequiredValue(_operation), cancellation).ConfigureAwait(false);
        var history = await client.ListHistoryAsync(new HistoryFilter { Cluster = operation.Cluster, OperationId = operation.Id }, cancellation).ConfigureAwait(false);
        Services.Output.WriteAnswer(arguments.GetValue(_output), new OperationDescription(operation, [.. history.Reverse()]), OperationDetails.Render);
        return ExitCodes.Success;
    }
}
