using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Input;
using Orchestrator.Cli.Rendering;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc plan -f FILE</c>: what apply would do; <c>orc plan NAME</c>: what applying the newest spec again would do.</summary>
public sealed class PlanCommand : ApiCommand
{
    private readonly ClusterSelection _clusters = new();
    private readonly Option<string[]> _files = CommandOptions.Files(required: false);
    private readonly Option<string[]> _settings = CommandOptions.Settings();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    private readonly Option<string?> _out = new("--out")
    {
        Description = "File to save the plan in; `orc apply FILE` carries out exactly it, or refuses. It holds the manifests, with any secrets in them.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _detailedExitCode = new("--detailed-exitcode")
    {
        Description = "Exit with 2 when there are changes, 0 when there are none.",
    };

    public PlanCommand(CommandServices services)
        : base("plan", "Show what apply would create, change, replace, delete and roll; change nothing.", services) =>
        Take(_clusters.Cluster, _files, _settings, _clusters.Namespace, _clusters.Selector, _out, _detailedExitCode, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var (files, name) = (arguments.GetValue(_files) ?? [], arguments.GetValue(_clusters.Cluster));
        if (files.Length == 0)
        {
            return await ShowAsync(arguments, client, cancellation).ConfigureAwait(false);
        }

        if (name is not null)
        {
            throw new CommandException(ExitCodes.InvalidInput, "Both a cluster and manifests are named.", "Name the manifests with -f, or the cluster to see what applying its newest spec again would do.");
        }

        var request = await ManifestRequest.ReadAsync(files, arguments.GetValue(_settings) ?? [], arguments.GetValue(_clusters.Selector), Services, cancellation).ConfigureAwait(false);
        var result = await client.ApplyAsync(request, dryRun: true, cancellation).ConfigureAwait(false);
        Services.Output.WriteAnswer(arguments.GetValue(_output), result, ApplyText.RenderPlans);
        if (arguments.GetValue(_out) is { } file)
        {
            PlanFile.Write(file, request, result, Services);
            Services.Error.WriteNotice($"saved: `orc apply {file}` carries out exactly this plan, as long as nothing changes.");
        }

        var hasChanges = result.Clusters.Any(static cluster => cluster.Plan?.Summary.HasChanges ?? cluster.Changed);
        return hasChanges && arguments.GetValue(_detailedExitCode) ? ExitCodes.Changes : ExitCodes.Success;
    }

    /// <summary>What applying again, or a retry, would do to clusters that are there.</summary>
    private async Task<int> ShowAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        if (arguments.GetValue(_out) is not null)
        {
            throw new CommandException(ExitCodes.InvalidInput, "Only a plan of manifests is saved.", "Name the manifests with -f.");
        }

        var (format, isSelected) = (arguments.GetValue(_output), arguments.GetValue(_clusters.Selector) is not null);
        if (arguments.GetValue(_clusters.Cluster) is null && !isSelected)
        {
            throw new CommandException(ExitCodes.InvalidInput, "There is nothing to plan.", "Name manifests with -f, or a cluster.");
        }

        var clusters = await _clusters.ReadAsync(arguments, client, cancellation).ConfigureAwait(false);
        var (plans, refused) = await EachCluster.AskAsync(clusters, cluster => client.GetPlanAsync(cluster, cancellation), Services).ConfigureAwait(false);
        if (isSelected)
        {
            Services.Output.WriteAnswer(format, plans, static all => new Rows(all.Select(PlanText.Render)));
        }
        else
        {
            Services.Output.WriteAnswer(format, plans[0], PlanText.Render);
        }

        var hasChanges = plans.Any(static plan => plan.Summary.HasChanges);
        return refused == ExitCodes.Success && hasChanges && arguments.GetValue(_detailedExitCode) ? ExitCodes.Changes : refused;
    }
}
