using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Input;
using Orchestrator.Cli.Rendering;
using Orchestrator.Cli.Waiting;
using Orchestrator.Contracts.Operations;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Orchestrator.Cli.Commands;

/// <summary>A change of one cluster by name instead of by manifest: planned with <c>--dry-run</c>, otherwise carried out by an operation.</summary>
public abstract class ClusterChangeCommand : ApiCommand
{
    private readonly Argument<string> _cluster = CommandOptions.Cluster();
    private readonly Option<string?> _namespace = CommandOptions.Namespace();
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
        Take([_cluster, .. own, _namespace, _wait, _timeout, _output]);
    }

    /// <summary>What the change takes; null for nothing.</summary>
    protected abstract object? BodyOf(ParseResult arguments);

    protected virtual bool IsDryRun(ParseResult arguments) => false;

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var cluster = ClusterName.Parse(arguments.GetRequiredValue(_cluster), arguments.GetValue(_namespace));
        var outcome = await client.ChangeClusterAsync(cluster, _change, BodyOf(arguments), IsDryRun(arguments), cancellation).ConfigureAwait(false);
        var format = arguments.GetValue(_output);
        if (!arguments.GetValue(_wait) || outcome.OperationId is null)
        {
            Services.Output.WriteAnswer(format, outcome, Render);
            return ExitCodes.Success;
        }

        return await WaitForOperations.RunAsync(client, Services, [outcome.OperationId], arguments.GetValue(_timeout), format, cancellation).ConfigureAwait(false);
    }

    private static IRenderable Render(ApplyOutcome outcome) => (outcome.Plan, outcome.OperationId) switch
    {
        ({ } plan, _) => PlanText.Render(plan),
        (_, { } operation) => new Paragraph($"{outcome.Cluster}: generation {outcome.Generation} accepted, operation {operation}"),
        _ => new Paragraph($"{outcome.Cluster}: nothing to do"),
    };
}
