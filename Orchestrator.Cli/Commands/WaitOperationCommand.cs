using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Orchestrator.Cli.Waiting;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc wait operation ID</c></summary>
public sealed class WaitOperationCommand : ApiCommand
{
    private readonly Argument<string> _operation = CommandOptions.Operation();
    private readonly Option<TimeSpan?> _timeout = CommandOptions.Timeout();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public WaitOperationCommand(CommandServices services)
        : base("operation", "Wait for one operation.", services) =>
        Take(_operation, _timeout, _output);

    protected override Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation) =>
        WaitForOperations.RunAsync(client, Services, [arguments.GetRequiredValue(_operation)], arguments.GetValue(_timeout), arguments.GetValue(_output), cancellation);
}
