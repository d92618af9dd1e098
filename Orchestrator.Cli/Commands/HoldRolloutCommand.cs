using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.Operations;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc rollout pause|resume NAME</c>, or <c>-l SELECTOR</c></summary>
public sealed class HoldRolloutCommand : ApiCommand
{
    private readonly bool _isPause;
    private readonly ClusterSelection _clusters = new();
    private readonly Option<string?> _reason = new("--reason") { Description = "Why, for whoever sees that it is paused.", HelpName = "TEXT" };
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public HoldRolloutCommand(bool isPause, CommandServices services)
        : base(isPause ? "pause" : "resume", isPause ? "Replace no further machine until it is resumed." : "Go on replacing machines.", services)
    {
        _isPause = isPause;
        Take([_clusters.Cluster, .. isPause ? [_reason] : Array.Empty<Symbol>(), _clusters.Namespace, _clusters.Selector, _output]);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var clusters = await _clusters.ReadAsync(arguments, client, cancellation).ConfigureAwait(false);
        var (held, refused) = await EachCluster.AskAsync(
            clusters, cluster => _isPause ? client.PauseRolloutsAsync(cluster, arguments.GetValue(_reason), cancellation) : client.ResumeRolloutsAsync(cluster, cancellation), Services).ConfigureAwait(false);
        if (arguments.GetValue(_clusters.Selector) is null)
        {
            Services.Output.WriteAnswer(arguments.GetValue(_output), held[0], Render);
        }
        else
        {
            Services.Output.WriteAnswer(arguments.GetValue(_output), held, static all => new Rows(all.Select(Render)));
        }

        return refused;
    }

    private static Paragraph Render(ClusterStatus status) => new(status.RolloutPause is { } pause
        ? $"{status.Cluster}: rollouts are paused since {pause.Since:u}{(pause.Reason is null ? "" : $", {pause.Reason}")}"
        : $"{status.Cluster}: rollouts go on");
}
