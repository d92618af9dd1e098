using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.Operations;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Waiting;

/// <summary>The end of every command with <c>--wait</c>: progress, then the results, then the exit code of the worst of them.</summary>
public static class WaitForOperations
{
    public static async Task<int> RunAsync(
        OrchestratorClient client, CommandServices services, IReadOnlyList<string> operationIds, TimeSpan? timeout, OutputFormat format, CancellationToken cancellation)
    {
        // A document must stay alone on the output; progress then goes beside it.
        var progress = format == OutputFormat.Text ? services.Output : services.Error;
        var operations = await new OperationWait(client, services).RunAsync(operationIds, timeout, progress, cancellation).ConfigureAwait(false);
        if (operations.Count == 1)
        {
            services.Output.WriteAnswer(format, operations[0], OperationResult.Render);
        }
        else
        {
            services.Output.WriteAnswer(format, operations, RenderAll);
        }

        return operations.Max(OperationResult.ExitCodeOf);
    }

    private static Rows RenderAll(IReadOnlyList<OperationStatus> operations) => new(operations.Select(static operation => (IRenderable)OperationResult.Render(operation)));
}
