using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Input;
using Orchestrator.Cli.Rendering;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc plan</c>: what apply would do.</summary>
public sealed class PlanCommand : ApiCommand
{
    private readonly Option<string[]> _files = CommandOptions.Files();
    private readonly Option<string[]> _settings = CommandOptions.Settings();
    private readonly Option<string?> _selector = CommandOptions.ManifestSelector();
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
        Take(_files, _settings, _selector, _out, _detailedExitCode, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var request = await ManifestRequest.ReadAsync(arguments.GetRequiredValue(_files), arguments.GetValue(_settings) ?? [], arguments.GetValue(_selector), Services, cancellation).ConfigureAwait(false);
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
}
