using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Orchestrator.Cli.Waiting;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc delete cluster NAME</c>, or <c>-l SELECTOR</c></summary>
public sealed class DeleteClusterCommand : ApiCommand
{
    private const int Named = 10;
    private readonly ClusterSelection _clusters = new();
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask. Only a terminal is asked; without one, -l needs this." };
    private readonly Option<bool> _force = new("--force") { Description = "Go on past what fails, and tell each resource that is left; with --wait the exit code is 1 when anything is." };
    private readonly Option<bool> _forget = new("--forget") { Description = "With --force: give the cluster up whatever is left." };
    private readonly Option<bool> _deleteForeign = new("--delete-foreign") { Description = "Delete resource groups that were made for the cluster with what others have put into them; else they stay, and what is the cluster's goes." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show the plan; change nothing." };
    private readonly Option<bool> _wait = CommandOptions.Wait();
    private readonly Option<TimeSpan?> _timeout = CommandOptions.Timeout();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public DeleteClusterCommand(CommandServices services)
        : base("cluster", "Delete a cluster and every Azure resource that was made for it; what it borrowed stays.", services) =>
        Take(_clusters.Cluster, _clusters.Namespace, _clusters.Selector, _yes, _force, _forget, _deleteForeign, _dryRun, _wait, _timeout, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        if (arguments.GetValue(_forget) && !arguments.GetValue(_force))
        {
            throw new CommandException(ExitCodes.InvalidInput, "Only a forced deletion gives a cluster up.", "Write --force --forget, or leave --forget out.");
        }

        var (isSelected, format) = (arguments.GetValue(_clusters.Selector) is not null, arguments.GetValue(_output));
        var clusters = await _clusters.ReadAsync(arguments, client, cancellation).ConfigureAwait(false);
        var deleteForeign = arguments.GetValue(_deleteForeign);
        if (arguments.GetValue(_dryRun))
        {
            return await PlanAsync(client, clusters, deleteForeign, format, cancellation).ConfigureAwait(false);
        }

        await ConfirmAsync(client, clusters, isSelected, arguments.GetValue(_yes), cancellation).ConfigureAwait(false);
        var (outcomes, refused) = await EachCluster.AskAsync(
            clusters, cluster => client.DeleteClusterAsync(cluster, arguments.GetValue(_force), arguments.GetValue(_forget), deleteForeign, cancellation), Services).ConfigureAwait(false);
        var operations = outcomes.Select(static o => o.OperationId).OfType<string>().ToList();
        if (arguments.GetValue(_wait) && operations.Count > 0)
        {
            return Math.Max(refused, await WaitForOperations.RunAsync(client, Services, operations, arguments.GetValue(_timeout), format, cancellation).ConfigureAwait(false));
        }

        if (isSelected)
        {
            Services.Output.WriteAnswer(format, outcomes, static all => new Rows(all.Select(Render)));
        }
        else
        {
            Services.Output.WriteAnswer(format, outcomes[0], Render);
        }

        return refused;
    }

    private async Task<int> PlanAsync(OrchestratorClient client, IReadOnlyList<ClusterKey> clusters, bool deleteForeign, OutputFormat format, CancellationToken cancellation)
    {
        var plans = new List<ClusterPlan>();
        foreach (var cluster in clusters)
        {
            plans.Add(await client.PlanDeletionAsync(cluster, deleteForeign, cancellation).ConfigureAwait(false));
        }

        Services.Output.WriteAnswer(format, plans, static all => new Rows(all.Select(PlanText.Render)));
        return ExitCodes.Success;
    }

    /// <summary>A selector may match more than was thought: whoever cannot be asked has to have said so.</summary>
    private async Task ConfirmAsync(OrchestratorClient client, IReadOnlyList<ClusterKey> clusters, bool isSelected, bool isSure, CancellationToken cancellation)
    {
        var names = string.Join(", ", clusters.Take(Named)) + (clusters.Count > Named ? $" and {clusters.Count - Named} more" : "");
        if (isSure || (!Services.CanAsk && !isSelected))
        {
            return;
        }

        if (!Services.CanAsk)
        {
            throw new CommandException(ExitCodes.InvalidInput, $"{clusters.Count} cluster(s) would be deleted: {names}.", "Write --yes when that is what you want.");
        }

        var question = clusters.Count == 1 ? await QuestionAsync(client, clusters[0], cancellation).ConfigureAwait(false) : $"Delete {clusters.Count} clusters: {names}?";
        if (!await new ConfirmationPrompt(Markup.Escape(question)) { DefaultValue = false }.ShowAsync(Services.Output, cancellation).ConfigureAwait(false))
        {
            throw new CommandException(ExitCodes.Canceled, clusters.Count == 1 ? $"{clusters[0]} was not deleted." : "Nothing was deleted.");
        }
    }

    private static async Task<string> QuestionAsync(OrchestratorClient client, ClusterKey key, CancellationToken cancellation)
    {
        var cluster = await client.GetClusterAsync(key, cancellation).ConfigureAwait(false);
        return $"Delete {key} ({cluster.Phase}, {cluster.ControlPlaneReplicas + cluster.WorkerReplicas} machines, resource group {cluster.ResourceGroup} in {cluster.Location})?";
    }

    private static Paragraph Render(ApplyOutcome outcome) => outcome.OperationId is null
        ? new Paragraph($"{outcome.Cluster}: nothing to delete")
        : new Paragraph($"{outcome.Cluster}: deletion accepted, operation {outcome.OperationId}");
}
