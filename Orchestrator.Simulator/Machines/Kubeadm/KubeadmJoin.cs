using Orchestrator.Simulator.Kubernetes;

namespace Orchestrator.Simulator.Machines.Kubeadm;

/// <summary>kubeadm over time: look for the cluster until it answers or five minutes are over, work for a while, and then either belong or fail.</summary>
internal sealed class KubeadmJoin(SimulatedMachines machines, SimulatedClusters clusters, Agenda agenda)
{
    public const string Discover = "kubeadm-discover";
    public const string Finish = "kubeadm-finish";
    private static readonly TimeSpan DiscoveryTimeout = TimeSpan.FromMinutes(5);
    private readonly ClusterFormation _formation = new(machines, clusters);

    /// <summary>Checks what kubeadm checks before it starts, and starts it. Call inside the gate.</summary>
    public void Begin(MachineState machine, KubeadmRun run)
    {
        _ = run.Registration;
        if (run.IsControlPlane)
        {
            ControlPlaneKeys.From(run.Config.Files, machines.Time.GetUtcNow());
        }

        machine = machine with { Phase = MachinePhase.Discovering, DiscoveryDeadline = machines.Time.GetUtcNow() + (DiscoveryTimeout * machines.Options.LatencyFactor) };
        if (run.IsInit)
        {
            _ = run.ClusterConfiguration;
            Work(machine, run);
            return;
        }

        _ = JoinDiscovery.From(run.Documents.Join!, run.Config.Files);
        machines.Put(machine);
        agenda.Add(Discover, SimulatedMachines.Id(machine.Definition.ResourceId), TimeSpan.Zero);
    }

    public Action PrepareDiscover(string subject) => Prepare(subject, (machine, run, cluster) =>
    {
        _formation.CheckJoin(machine, run, cluster);
        Work(machine, run);
    });

    public Action PrepareFinish(string subject) => Prepare(subject, (machine, run, cluster) =>
    {
        if (run.IsInit)
        {
            _formation.Init(machine, run, cluster);
        }
        else
        {
            _formation.Join(machine, run, cluster);
        }
    });

    /// <summary>Finds out, outside the gate, where the machine's endpoint leads; the rest happens inside.</summary>
    private Action Prepare(string subject, Action<MachineState, KubeadmRun, SimulatedCluster?> step)
    {
        if (machines.FindForAgenda(subject) is not { } known)
        {
            return static () => { };
        }

        var run = KubeadmRun.From(known.Definition)!;
        var endpoint = run.IsInit ? run.ClusterConfiguration.ControlPlaneEndpoint : JoinDiscovery.From(run.Documents.Join!, run.Config.Files).Endpoint;
        var host = Endpoints.HostOf(endpoint);
        var unreachable = run.IsInit ? WhyUnreachable(run, host) : null;
        var cluster = run.IsInit ? null : clusters.Route(host, known.Definition.SubnetId);
        return () =>
        {
            if (machines.Find(subject) is not { } machine)
            {
                return;
            }

            try
            {
                if (unreachable is not null)
                {
                    throw unreachable;
                }

                step(machine, run, cluster);
            }
            catch (BootFailure failure)
            {
                RetryOrFail(machine, failure);
            }
        };
    }

    private BootFailure? WhyUnreachable(KubeadmRun run, string host) =>
        !run.ClusterConfiguration.AllowsAnonymous
            ? new BootFailure("kubeadm: wait-control-plane: timed out: with anonymous-auth=false the load balancer's probe of /readyz is refused and no traffic arrives")
        : Hairpin.IsNeeded(run, host)
            ? new BootFailure($"kubeadm: wait-control-plane: timed out: {host} is an internal load balancer, which a machine behind it cannot reach itself through; a hosts entry for the time of the bootstrap is missing")
        : !clusters.LeadsTo(host, run.Machine)
            ? new BootFailure($"kubeadm: wait-control-plane: timed out: {host} does not lead to this machine", mayPass: true)
        : null;

    private void Work(MachineState machine, KubeadmRun run)
    {
        machines.Put(machine with { Phase = MachinePhase.Bootstrapping });
        var seconds = run.IsInit ? 45 : run.IsControlPlane ? 35 : 20;
        agenda.Add(Finish, SimulatedMachines.Id(machine.Definition.ResourceId), machines.Between(seconds * 0.9, seconds * 1.1));
    }

    private void RetryOrFail(MachineState machine, BootFailure failure)
    {
        var subject = SimulatedMachines.Id(machine.Definition.ResourceId);
        if (!failure.MayPass || machine.DiscoveryDeadline is not { } deadline || machines.Time.GetUtcNow() >= deadline)
        {
            machines.Fail(subject, failure.MayPass ? $"{failure.Message} (gave up after {DiscoveryTimeout.TotalMinutes:0} minutes)" : failure.Message);
            return;
        }

        if (machine.Log is [.., var last] && !last.EndsWith(failure.Message, StringComparison.Ordinal))
        {
            machines.Log(subject, failure.Message);
        }

        agenda.Add(machine.Phase == MachinePhase.Bootstrapping ? Finish : Discover, subject, machines.Scaled(10));
    }
}
