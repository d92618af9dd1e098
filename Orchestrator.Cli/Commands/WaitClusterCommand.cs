using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Orchestrator.Cli.Waiting;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc wait cluster NAME</c>, or <c>-l SELECTOR</c></summary>
public sealed class WaitClusterCommand : ApiCommand
{
    private readonly ClusterSelection _clusters = new();
    private readonly Option<TimeSpan?> _timeout = CommandOptions.Timeout();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public WaitClusterCommand(CommandServices services)
        : base("cluster", "Wait for a cluster's newest operation.", services) =>
        Take(_clusters.Cluster, _clusters.Namespace, _clusters.Selector, _timeout, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var clusters = await _clusters.ReadAsync(arguments, client, cancellation).ConfigureAwait(false);
        var (found, _) = await EachCluster.AskAsync(clusters, key => client.GetClusterAsync(key, cancellation), Services).ConfigureAwait(false);
        List<string> operations = [.. found.Select(static cluster => cluster.OperationId).OfType<string>()];
        if (operations.Count == 0)
        {
            throw new CommandException(ExitCodes.NotFound, $"{string.Join(", ", clusters)} has had no operation.");
        }

        return await WaitForOperations.RunAsync(client, Services, operations, arguments.GetValue(_timeout), arguments.GetValue(_output), cancellation).ConfigureAwait(false);
    }
}
