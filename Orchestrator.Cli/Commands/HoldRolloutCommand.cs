using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Input;
using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.Operations;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc rollout pause|resume NAME</c></summary>
public sealed class HoldRolloutCommand : ApiCommand
{
    private readonly bool _isPause;
    private readonly Argument<string> _cluster = CommandOptions.Cluster();
    private readonly Option<string?> _namespace = CommandOptions.Namespace();
    private readonly Option<string?> _reason = new("--reason") { Description = "Why, for whoever sees that it is paused.", HelpName = "TEXT" };
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public HoldRolloutCommand(bool isPause, CommandServices services)
        : base(isPause ? "pause" : "resume", isPause ? "Replace no further machine until it is resumed." : "Go on replacing machines.", services)
    {
        _isPause = isPause;
        Take(isPause ? [_cluster, _reason, _namespace, _output] : [_cluster, _namespace, _output]);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var cluster = ClusterName.Parse(arguments.GetRequiredValue(_cluster), arguments.GetValue(_namespace));
        var status = await (_isPause ? client.PauseRolloutsAsync(cluster, arguments.GetValue(_reason), cancellation) : client.ResumeRolloutsAsync(cluster, cancellation)).ConfigureAwait(false);
        Services.Output.WriteAnswer(arguments.GetValue(_output), status, Render);
        return ExitCodes.Success;
    }

    private static Paragraph Render(ClusterStatus status) => new(status.RolloutPause is { } pause
        ? $"{status.Cluster}: rollouts are paused since {pause.Since:u}{(pause.Reason is null ? "" : $", {pause.Reason}")}"
        : $"{status.Cluster}: rollouts go on");
}
