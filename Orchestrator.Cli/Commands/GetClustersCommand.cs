using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc get clusters</c></summary>
public sealed class GetClustersCommand : ApiCommand
{
    private readonly Option<string?> _namespace = new("--namespace", "-n") { Description = "Only the clusters of this namespace.", HelpName = "NAMESPACE" };
    private readonly Option<string?> _selector = CommandOptions.Selector();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public GetClustersCommand(CommandServices services)
        : base("clusters", "List the clusters.", services)
    {
        Aliases.Add("cluster");
        Take(_namespace, _selector, _output);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var clusters = await client.ListClustersAsync(arguments.GetValue(_selector), cancellation).ConfigureAwait(false);
        if (arguments.GetValue(_namespace) is { } @namespace)
        {
            clusters = [.. clusters.Where(cluster => string.Equals(cluster.Cluster.Namespace, @namespace, StringComparison.Ordinal))];
        }

        Services.Output.WriteAnswer(arguments.GetValue(_output), clusters, ClusterTable.Render);
        return ExitCodes.Success;
    }
}
