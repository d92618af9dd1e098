using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Input;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Cli.Commands;

/// <summary>The clusters that a command is about: one by name, or all that a selector matches.</summary>
public sealed class ClusterSelection
{
    public Argument<string?> Cluster { get; } = new("NAME") { Description = "The cluster: NAME or NAMESPACE/NAME.", Arity = ArgumentArity.ZeroOrOne };

    public Option<string?> Namespace { get; } = CommandOptions.Namespace();

    public Option<string?> Selector { get; } = CommandOptions.Selector();

    /// <exception cref="CommandException">Neither a name nor a selector, both, or a selector that matches nothing.</exception>
    public async Task<IReadOnlyList<ClusterKey>> ReadAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var (name, @namespace, selector) = (arguments.GetValue(Cluster), arguments.GetValue(Namespace), arguments.GetValue(Selector));
        if (name is null == selector is null)
        {
            throw new CommandException(ExitCodes.InvalidInput, name is null ? "No cluster is named." : "Both a name and a selector are given.", "Name one cluster, or select several with -l.");
        }

        if (name is not null)
        {
            return [ClusterName.Parse(name, @namespace)];
        }

        var found = await client.ListClustersAsync(selector, cancellation).ConfigureAwait(false);
        IReadOnlyList<ClusterKey> keys = [.. found.Select(static c => c.Cluster).Where(key => @namespace is null || key.Namespace == @namespace)];
        return keys.Count > 0 ? keys : throw new CommandException(ExitCodes.NotFound, $"No cluster matches {selector}.", "See the labels with `orc get clusters -o yaml`.");
    }
}
