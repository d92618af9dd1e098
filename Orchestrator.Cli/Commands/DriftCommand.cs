using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc drift NAME</c>, or <c>-l SELECTOR</c>. Exits as diff does: 0 when nothing drifted, 2 when something did, and 1 for whatever goes wrong.</summary>
public sealed class DriftCommand : ApiCommand
{
    private readonly ClusterSelection _clusters = new();
    private readonly Option<bool> _check = new("--check") { Description = "Check now, and do as the cluster's policy says; else the newest report is shown." };
    private readonly Option<bool> _reset = new("--reset") { Description = "With --check: try again what was repaired too often and given up." };
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public DriftCommand(CommandServices services)
        : base("drift", "Show what others changed of a cluster; exit with 0 for nothing, 2 for drift, 1 for errors.", services) => Take(_clusters.Cluster, _clusters.Namespace, _clusters.Selector, _check, _reset, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        try
        {
            if (arguments.GetValue(_reset) && !arguments.GetValue(_check))
            {
                throw new CommandException(ExitCodes.InvalidInput, "--reset works with --check: write both.");
            }

            var clusters = await _clusters.ReadAsync(arguments, client, cancellation).ConfigureAwait(false);
            var (reports, refused) = await EachCluster.AskAsync(
                clusters, key => arguments.GetValue(_check) ? client.CheckDriftAsync(key, arguments.GetValue(_reset), cancellation) : client.GetDriftAsync(key, cancellation), Services).ConfigureAwait(false);
            if (arguments.GetValue(_clusters.Selector) is null)
            {
                Services.Output.WriteAnswer(arguments.GetValue(_output), reports[0], DriftText.Render);
            }
            else
            {
                Services.Output.WriteAnswer(arguments.GetValue(_output), reports, static all => new Rows(all.Select(DriftText.Render)));
            }

            return refused != ExitCodes.Success || reports.Any(static r => r.Error is not null) ? ExitCodes.Failed
                : reports.Any(static r => r.Findings.Count > 0) ? ExitCodes.Changes
                : ExitCodes.Success;
        }
        catch (Exception exception) when (ErrorReport.Knows(exception))
        {
            _ = ErrorReport.Show(Services, exception);
            return ExitCodes.Failed;
        }
    }
}
