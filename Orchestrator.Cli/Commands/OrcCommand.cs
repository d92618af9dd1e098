using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary>The root: <c>orc</c>.</summary>
public sealed class OrcCommand : RootCommand
{
    private const string About =
        """
        Kubernetes clusters on Azure without a management cluster.

        Exit codes: 0 done, 1 failed, 2 there are changes (diff, plan --detailed-exitcode), 3 the input is wrong,
        4 no server answers, 5 out of time, 6 not found, 7 key refused, 8 port or folder in use, 130 stopped.
        """;

    public OrcCommand(CommandServices services)
        : base(About)
    {
        Add(new ApplyCommand(services));
        Add(new PlanCommand(services));
        Add(new DiffCommand(services));
        Add(new GetCommand(services));
        Add(new DescribeCommand(services));
        Add(new DeleteCommand(services));
        Add(new WaitCommand(services));
        Add(new ServeCommand(services));
        Add(new SimulateCommand(services));
        Add(new DemoCommand(services));
    }
}
