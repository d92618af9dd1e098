using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Input;
using Orchestrator.Cli.Rendering;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc describe cluster NAME</c></summary>
public sealed class DescribeClusterCommand : ApiCommand
{
    private readonly Argument<string> _cluster = CommandOptions.Cluster();
    private readonly Option<string?> _namespace = CommandOptions.Namespace();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public DescribeClusterCommand(CommandServices services)
        : base("cluster", "Show a cluster with its resources and machines.", services) =>
        Take(_cluster, _namespace, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var key = ClusterName.Parse(arguments.GetRequiredValue(_cluster), arguments.GetValue(_namespace));
        var cluster = await client.GetClusterAsync(key, cancellation).ConfigureAwait(false);
        var operation = cluster.OperationId is null ? null : await client.GetOperationAsync(cluster.OperationId, cancellation).ConfigureAwait(false);
        Services.Output.WriteAnswer(arguments.GetValue(_output), new ClusterDescription(cluster, operation), ClusterTree.Render);
        return ExitCodes.Success;
    }
}
