using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Input;
using Orchestrator.Cli.Rendering;
using Orchestrator.Cli.Waiting;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc delete cluster NAME</c></summary>
public sealed class DeleteClusterCommand : ApiCommand
{
    private readonly Argument<string> _cluster = CommandOptions.Cluster();
    private readonly Option<string?> _namespace = CommandOptions.Namespace();
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask. Only a terminal is asked." };
    private readonly Option<bool> _force = new("--force") { Description = "Go on past what fails, and tell each resource that is left; with --wait the exit code is 1 when anything is." };
    private readonly Option<bool> _forget = new("--forget") { Description = "With --force: give the cluster up whatever is left." };
    private readonly Option<bool> _wait = CommandOptions.Wait();
    private readonly Option<TimeSpan?> _timeout = CommandOptions.Timeout();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public DeleteClusterCommand(CommandServices services)
        : base("cluster", "Delete a cluster and every Azure resource that was made for it; what it borrowed stays.", services) =>
        Take(_cluster, _namespace, _yes, _force, _forget, _wait, _timeout, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var cluster = ClusterName.Parse(arguments.GetRequiredValue(_cluster), arguments.GetValue(_namespace));
        if (arguments.GetValue(_forget) && !arguments.GetValue(_force))
        {
            throw new CommandException(ExitCodes.InvalidInput, "Only a forced deletion gives a cluster up.", "Write --force --forget, or leave --forget out.");
        }

        if (!arguments.GetValue(_yes) && Services.CanAsk && !await ConfirmAsync(client, cluster, cancellation).ConfigureAwait(false))
        {
            throw new CommandException(ExitCodes.Canceled, $"{cluster} was not deleted.");
        }

        var outcome = await client.DeleteClusterAsync(cluster, arguments.GetValue(_force), arguments.GetValue(_forget), cancellation).ConfigureAwait(false);
        var format = arguments.GetValue(_output);
        if (!arguments.GetValue(_wait) || outcome.OperationId is null)
        {
            Services.Output.WriteAnswer(format, outcome, Render);
            return ExitCodes.Success;
        }

        return await WaitForOperations.RunAsync(client, Services, [outcome.OperationId], arguments.GetValue(_timeout), format, cancellation).ConfigureAwait(false);
    }

    private async Task<bool> ConfirmAsync(OrchestratorClient client, ClusterKey key, CancellationToken cancellation)
    {
        var cluster = await client.GetClusterAsync(key, cancellation).ConfigureAwait(false);
        var machines = cluster.ControlPlaneReplicas + cluster.WorkerReplicas;
        var question = $"Delete {key} ({cluster.Phase}, {machines} machines, resource group {cluster.ResourceGroup} in {cluster.Location})?";
        return await new ConfirmationPrompt(Markup.Escape(question)) { DefaultValue = false }.ShowAsync(Services.Output, cancellation).ConfigureAwait(false);
    }

    private static Paragraph Render(ApplyOutcome outcome) => outcome.OperationId is null
        ? new Paragraph($"{outcome.Cluster}: nothing to delete")
        : new Paragraph($"{outcome.Cluster}: deletion accepted, operation {outcome.OperationId}");
}
