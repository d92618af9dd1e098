using Orchestrator.Simulator.Kubernetes.Objects;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Kubernetes.Controllers;

/// <summary>
/// The controller manager and the scheduler of one cluster: levels, not edges. A change of anything they watch makes them look at
/// everything once, a moment later. Used inside the gate.
/// </summary>
internal sealed class ClusterControllers : IDisposable
{
    public const string Reconcile = "reconcile";
    private static readonly TimeSpan Reaction = TimeSpan.FromMilliseconds(100);
    private readonly SimulatedCluster _cluster;
    private readonly Agenda _agenda;
    private bool _disposed;

    public ClusterControllers(SimulatedCluster cluster, Agenda agenda)
    {
        (_cluster, _agenda) = (cluster, agenda);
        Pods = new PodLifecycle(cluster, agenda);
        cluster.Objects.Changed += change =>
        {
            if (IsWatched(change.After.Key))
            {
                MarkDirty();
            }
        };
    }

    public PodLifecycle Pods { get; }

    public void MarkDirty()
    {
        if (!_disposed && !_agenda.Contains(Reconcile, _cluster.State.Id))
        {
            _agenda.Add(Reconcile, _cluster.State.Id, Reaction * _cluster.Options.LatencyFactor);
        }
    }

    /// <summary>Brings the cluster one step nearer to what its objects ask for; what it changes makes it run again.</summary>
    public void Run()
    {
        if (!_cluster.State.HasApiServer || !_cluster.State.HasQuorum)
        {
            return;
        }

        StaticPods.Reconcile(_cluster);
        GarbageCollector.Reconcile(_cluster);
        DeploymentController.Reconcile(_cluster);
        ReplicaSetController.Reconcile(_cluster);
        DaemonSetController.Reconcile(_cluster);
        PodScheduler.Reconcile(_cluster);
        Pods.Reconcile();
        NetworkPlugin.Reconcile(_cluster);
        DisruptionController.Reconcile(_cluster);
    }

    public void Dispose()
    {
        _disposed = true;
        _agenda.Cancel(Reconcile, _cluster.State.Id);
    }

    private static bool IsWatched(ObjectKey key) => (key.Group, key.Plural) is ("", "pods" or "nodes") or ("apps", _) or ("policy", _);
}
