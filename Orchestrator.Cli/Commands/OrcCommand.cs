using System.CommandLine;
using Orchestrator.Contracts.Fleet;

namespace Orchestrator.Cli.Commands;

/// <summary>The root: <c>orc</c>.</summary>
public sealed class OrcCommand : RootCommand
{
    private const string About =
        """
        Kubernetes clusters on Azure without a management cluster.

        Exit codes: 0 done, 1 failed, 2 there are changes (diff, drift, plan --detailed-exitcode), 3 the input is wrong,
        4 no server answers, 5 out of time, 6 not found, 7 key, token or role refused, 8 port or folder in use, 130 stopped.
        """;

    public OrcCommand(CommandServices services)
        : base(About)
    {
        Add(new ApplyCommand(services));
        Add(new PlanCommand(services));
        Add(new DiffCommand(services));
        Add(new DriftCommand(services));
        Add(new GetCommand(services));
        Add(new DescribeCommand(services));
        Add(new HistoryCommand(services));
        Add(new DeleteCommand(services));
        Add(new WaitCommand(services));
        Add(new Command("scale", "Change a number of machines.") { new ScaleClusterCommand(services) });
        Add(new Command("upgrade", "Upgrade Kubernetes.") { new UpgradeClusterCommand(isPlan: true, services), new UpgradeClusterCommand(isPlan: false, services) });
        Add(new Command("rollout", "Replace machines, pause and resume that, go back to an earlier spec.")
        {
            new RestartRolloutCommand(services),
            new HoldRolloutCommand(isPause: true, services),
            new HoldRolloutCommand(isPause: false, services),
            new UndoRolloutCommand(services),
        });
        Add(new Command("start", "Start an AKS cluster.") { new PowerClusterCommand("start", "Start a stopped AKS cluster.", services) });
        Add(new Command("stop", "Stop an AKS cluster.") { new PowerClusterCommand("stop", "Stop an AKS cluster: no control plane, no nodes, no bill for them.", services) });
        Add(new Command("abort", "Abort what Azure does.") { new AbortClusterCommand(services) });
        Add(new AdoptCommand(services));
        Add(new Command("retry", "Go on after a failure.") { new RetryClusterCommand(services) });
        Add(new Command("approve", "Let a step go ahead that waits for approval.") { new ApproveOperationCommand(services) });
        Add(new SteerCommand("suspend", "Let an operation stand still.", "Let an operation stand still until it is resumed; what Azure works on goes on.", services));
        Add(new SteerCommand("resume", "Let a suspended operation go on.", "Let a suspended operation go on.", services));
        Add(new SteerCommand("cancel", "Stop an operation.", "Stop an operation at its next safe point; it says what is left.", services));
        Add(new EventsCommand(services));
        Add(new Command("fleet", "Change many clusters, wave by wave.")
        {
            new UpgradeFleetCommand(services),
            new RestartFleetCommand(services),
            new ApplyFleetCommand(services),
            new PowerFleetCommand(FleetAction.Start, "Start many stopped AKS clusters.", services),
            new PowerFleetCommand(FleetAction.Stop, "Stop many AKS clusters.", services),
            new ListFleetsCommand(services),
            new SteerFleetCommand(verb: null, "Show a fleet operation with its clusters.", services),
            new SteerFleetCommand("suspend", "Begin no further cluster until it is resumed.", services),
            new SteerFleetCommand("resume", "Let a suspended fleet operation go on.", services),
            new SteerFleetCommand("cancel", "Begin no further cluster; what was begun comes to its end.", services),
        });
        Add(new Command("gitops", "Help a pipeline.") { new GitOpsMessagesCommand(services) });
        Add(new ServeCommand(services));
        Add(new SimulateCommand(services));
        Add(new DemoCommand(services));
    }
}
