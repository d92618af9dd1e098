using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Input;
using Orchestrator.Cli.Rendering;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc drift NAME</c>. Exits as diff does: 0 when nothing drifted, 2 when something did, and 1 for whatever goes wrong.</summary>
public sealed class DriftCommand : ApiCommand
{
    private readonly Argument<string> _cluster = CommandOptions.Cluster();
    private readonly Option<string?> _namespace = CommandOptions.Namespace();
    private readonly Option<bool> _check = new("--check") { Description = "Check now, and do as the cluster's policy says; else the newest report is shown." };
    private readonly Option<bool> _reset = new("--reset") { Description = "With --check: try again what was repaired too often and given up." };
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public DriftCommand(CommandServices services)
        : base("drift", "Show what others changed of a cluster; exit with 0 for nothing, 2 for drift, 1 for errors.", services) => Take(_cluster, _namespace, _check, _reset, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        try
        {
            var key = ClusterName.Parse(arguments.GetRequiredValue(_cluster), arguments.GetValue(_namespace));
            if (arguments.GetValue(_reset) && !arguments.GetValue(_check))
            {
                throw new CommandException(ExitCodes.InvalidInput, "--reset works with --check: write both.");
            }

            var report = arguments.GetValue(_check)
                ? await client.CheckDriftAsync(key, arguments.GetValue(_reset), cancellation).ConfigureAwait(false)
                : await client.GetDriftAsync(key, cancellation).ConfigureAwait(false);
            Services.Output.WriteAnswer(arguments.GetValue(_output), report, DriftText.Render);
            return report switch
            {
                { Error: not null } => ExitCodes.Failed,
                { Findings.Count: > 0 } => ExitCodes.Changes,
                _ => ExitCodes.Success,
            };
        }
        catch (Exception exception) when (ErrorReport.Knows(exception))
        {
            _ = ErrorReport.Show(Services, exception);
            return ExitCodes.Failed;
        }
    }
}
