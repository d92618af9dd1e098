using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.Operations;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc approve operation ID --step STEP</c></summary>
public sealed class ApproveOperationCommand : ApiCommand
{
    private readonly Argument<string> _operation = CommandOptions.Operation();
    private readonly Option<string> _step = new("--step") { Description = "The step, as `orc get operation` names it, such as MachinePool/c1-mp-0.", HelpName = "STEP", Required = true };
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public ApproveOperationCommand(CommandServices services)
        : base("operation", "Let a step go ahead that waits for approval.", services) => Take(_operation, _step, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var step = arguments.GetRequiredValue(_step);
        var status = await client.ApproveAsync(arguments.GetRequiredValue(_operation), step, cancellation).ConfigureAwait(false);
        Services.Output.WriteAnswer(arguments.GetValue(_output), status, answer => new Paragraph($"{answer.Id}: {step} is approved"));
        return ExitCodes.Success;
    }
}
