using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Input;
using Orchestrator.Cli.Rendering;
using Orchestrator.Cli.Waiting;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc wait cluster NAME</c></summary>
public sealed class WaitClusterCommand : ApiCommand
{
    private readonly Argument<string> _cluster = CommandOptions.Cluster();
    private readonly Option<string?> _namespace = CommandOptions.Namespace();
    private readonly Option<TimeSpan?> _timeout = CommandOptions.Timeout();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public WaitClusterCommand(CommandServices services)
        : base("cluster", "Wait for a cluster's newest operation.", services) =>
        Take(_cluster, _namespace, _timeout, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var key = ClusterName.Parse(arguments.GetRequiredValue(_cluster), arguments.GetValue(_namespace));
        var cluster = await client.GetClusterAsync(key, cancellation).ConfigureAwait(false);
        var operation = cluster.OperationId ?? throw new CommandException(ExitCodes.NotFound, $"{key} has had no operation.");
        return await WaitForOperations.RunAsync(client, Services, [operation], arguments.GetValue(_timeout), arguments.GetValue(_output), cancellation).ConfigureAwait(false);
    }
}
