using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc get …</c></summary>
public sealed class GetCommand : Command
{
    public GetCommand(CommandServices services)
        : base("get", "Show clusters, an operation or a kubeconfig.")
    {
        Add(new GetClustersCommand(services));
        Add(new GetOperationCommand(services));
        Add(new GetKubeconfigCommand(services));
    }
}
