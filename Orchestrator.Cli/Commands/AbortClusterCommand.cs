using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Input;
using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.Operations;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc abort cluster NAME</c></summary>
public sealed class AbortClusterCommand : ApiCommand
{
    private readonly Argument<string> _cluster = CommandOptions.Cluster();
    private readonly Option<string?> _namespace = CommandOptions.Namespace();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public AbortClusterCommand(CommandServices services)
        : base("cluster", "Abort what Azure does to an AKS cluster now, and the operation behind it. Nothing is rolled back.", services) =>
        Take(_cluster, _namespace, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var cluster = ClusterName.Parse(arguments.GetRequiredValue(_cluster), arguments.GetValue(_namespace));
        Services.Output.WriteAnswer(arguments.GetValue(_output), await client.AbortAsync(cluster, cancellation).ConfigureAwait(false), Render);
        return ExitCodes.Success;
    }

    private static Paragraph Render(AbortResult result)
    {
        var operation = result.OperationId is null ? "" : $", operation {result.OperationId} canceled";
        return new Paragraph(result.Aborted.Count == 0 ? $"{result.Cluster}: Azure was not at work{operation}" : $"{result.Cluster}: aborting {string.Join(", ", result.Aborted)}{operation}");
    }
}
