using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Input;
using Orchestrator.Cli.Rendering;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc diff</c>: the plan for scripts. Exits with 0 when nothing differs, 2 when something does, and 1 for whatever goes wrong.</summary>
public sealed class DiffCommand : ApiCommand
{
    private readonly Option<string[]> _files = CommandOptions.Files();
    private readonly Option<string[]> _settings = CommandOptions.Settings();
    private readonly Option<string?> _selector = CommandOptions.ManifestSelector();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public DiffCommand(CommandServices services)
        : base("diff", "Show how Azure differs from the manifests; exit with 0 for not at all, 2 for changes, 1 for errors.", services) => Take(_files, _settings, _selector, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        try
        {
            var request = await ManifestRequest.ReadAsync(arguments.GetRequiredValue(_files), arguments.GetValue(_settings) ?? [], arguments.GetValue(_selector), Services, cancellation).ConfigureAwait(false);
            var result = await client.ApplyAsync(request, dryRun: true, cancellation).ConfigureAwait(false);
            Services.Output.WriteAnswer(arguments.GetValue(_output), result, ApplyText.RenderPlans);
            return result.Clusters.Any(static cluster => cluster.Changed) ? ExitCodes.Changes : ExitCodes.Success;
        }
        catch (Exception exception) when (ErrorReport.Knows(exception))
        {
            _ = ErrorReport.Show(Services, exception);
            return ExitCodes.Failed;
        }
    }
}
