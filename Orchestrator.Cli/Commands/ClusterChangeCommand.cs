using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Orchestrator.Cli.Waiting;
using Orchestrator.Contracts.Operations;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Commands;

/// <summary>A change of one cluster by name instead of by manifest: planned with <c>--dry-run</c>, otherwise carried out by an operation.</summary>
public abstract class ClusterChangeCommand : ApiCommand
{
    private readonly ClusterSelection _clusters = new();
    private readonly Option<bool> _wait = CommandOptions.Wait();
    private readonly Option<TimeSpan?> _timeout = CommandOptions.Timeout();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();
    private readonly string _change;

    /// <param name="change">The API's name of it.</param>
    /// <param name="own">What the command takes besides.</param>
    protected ClusterChangeCommand(string name, string change, string description, CommandServices services, params ReadOnlySpan<Symbol> own)
        : base(name, description, services)
    {
        _change = change;
        Take([_clusters.Cluster, .. own, _clusters.Namespace, _clusters.Selector, _wait, _timeout, _output]);
    }

    /// <summary>What the change takes; null for nothing.</summary>
    protected abstract object? BodyOf(ParseResult arguments);

    protected virtual bool IsDryRun(ParseResult arguments) => false;

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var clusters = await _clusters.ReadAsync(arguments, client, cancellation).ConfigureAwait(false);
        var (outcomes, refused) = await EachCluster.AskAsync(
            clusters, cluster => client.ChangeClusterAsync(cluster, _change, BodyOf(arguments), IsDryRun(arguments), cancellation), Services).ConfigureAwait(false);
        var format = arguments.GetValue(_output);
        var operations = outcomes.Select(static o => o.OperationId).OfType<string>().ToList();
        if (arguments.GetValue(_wait) && operations.Count > 0)
        {
            return Math.Max(refused, await WaitForOperations.RunAsync(client, Services, operations, arguments.GetValue(_timeout), format, cancellation).ConfigureAwait(false));
        }

        if (arguments.GetValue(_clusters.Selector) is null)
        {
            Services.Output.WriteAnswer(format, outcomes[0], Render);
        }
        else
        {
            Services.Output.WriteAnswer(format, outcomes, static all => new Rows(all.Select(Render)));
        }

        return refused;
    }

    private static IRenderable Render(ApplyOutcome outcome) => (outcome.Plan, outcome.OperationId) switch
    {
        ({ } plan, _) => PlanText.Render(plan),
        (_, { } operation) => new Paragraph($"{outcome.Cluster}: generation {outcome.Generation} accepted, operation {operation}"),
        _ => new Paragraph($"{outcome.Cluster}: nothing to do"),
    };
}
