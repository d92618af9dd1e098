using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes;
using Orchestrator.Simulator.Kubernetes.Api;
using Orchestrator.Simulator.Kubernetes.Controllers;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Machines;

/// <summary>Machines that are nodes of managed clusters: how they join, and how their service drains them. Used inside the gate.</summary>
internal sealed class ManagedNodes(SimulatedMachines machines, SimulatedClusters clusters, Agenda agenda)
{
    public const string Draining = "node-drain";

    /// <summary>How long a refused eviction waits for its next try, as <c>kubectl drain</c> does.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    public void Join(MachineState machine, ManagedNode node)
    {
        var id = machine.Definition.ResourceId;
        if (clusters.Managed.Find(node.ClusterId) is not { State.HasApiServer: true } cluster)
        {
            machines.Fail(id, "aks-node-controller: the API server cannot be reached");
            return;
        }

        var name = ManagedNodeObjects.NameOf(machine.Definition);
        ManagedNodeObjects.Register(cluster, machine.Definition, node);
        machines.Joined(machine, cluster, name);

        // A reimaged machine comes back under its name: what its former kubelet ran is not there any more.
        foreach (var pod in PodsOn(cluster, name))
        {
            cluster.Controllers.Pods.Delete(pod, graceSeconds: 0);
        }
    }

    public void Drain(string resourceId)
    {
        if (Locate(resourceId) is { } at)
        {
            ManagedNodeObjects.SetSchedulable(at.Cluster, at.Node, schedulable: false);
            agenda.Add(Draining, SimulatedMachines.Id(resourceId), TimeSpan.Zero);
        }
    }

    public void Uncordon(string resourceId)
    {
        agenda.Cancel(Draining, SimulatedMachines.Id(resourceId));
        if (Locate(resourceId) is { } at)
        {
            ManagedNodeObjects.SetSchedulable(at.Cluster, at.Node, schedulable: true);
        }
    }

    public void EvictOnce(string subject)
    {
        if (Locate(subject) is not { } at)
        {
            return;
        }

        var left = Movable(at.Cluster, at.Node.Key.Name);
        foreach (var pod in left.Where(static pod => !pod.IsTerminating))
        {
            TryEvict(at.Cluster, pod);
        }

        if (left.Count > 0)
        {
            agenda.Add(Draining, subject, Retry);
        }
    }

    public NodeCondition? ConditionOf(string resourceId) =>
        Locate(resourceId) is { } at ? new NodeCondition(at.Node.Key.Name, Conditions.Status(at.Node.Value, "Ready") == "True") : null;

    public DrainProgress? ProgressOf(string resourceId)
    {
        if (Locate(resourceId) is not { } at)
        {
            return null;
        }

        var left = Movable(at.Cluster, at.Node.Key.Name);
        return new DrainProgress(at.Node.Key.Name, left.Count == 0, left.Select(pod => BlockerOf(at.Cluster, pod)).FirstOrDefault(static blocker => blocker is not null));
    }

    private (SimulatedCluster Cluster, StoredObject Node)? Locate(string resourceId) =>
        machines.Find(resourceId) is { ClusterId: { } clusterId, NodeName: { } nodeName } && clusters.Find(clusterId) is { } cluster
        && cluster.Objects.Get(ObjectKey.Of(ResourceTypes.Nodes, "", nodeName)) is { } node ? (cluster, node) : null;

    private static void TryEvict(SimulatedCluster cluster, StoredObject pod)
    {
        try
        {
            Evictions.Evict(cluster, pod, new JsonObject(), isDryRun: false);
        }
        catch (KubernetesError)
        {
            // A budget stands against it; the next round asks again.
        }
    }

    /// <summary>What a drain moves: not the pods of daemons, nor mirrors, nor what has ended.</summary>
    private static List<StoredObject> Movable(SimulatedCluster cluster, string nodeName) =>
        [.. PodsOn(cluster, nodeName).Where(static pod => Owners.ControllerOf(pod)?["kind"]?.ToString() is not ("DaemonSet" or "Node") && pod.Value["status"]?["phase"]?.ToString() is not ("Succeeded" or "Failed"))];

    private static List<StoredObject> PodsOn(SimulatedCluster cluster, string nodeName) => [.. cluster.Objects.List(ResourceTypes.Pods).Where(pod => PodLifecycle.NodeOf(pod) == nodeName)];

    private static DrainBlocker? BlockerOf(SimulatedCluster cluster, StoredObject pod)
    {
        var budget = cluster.Objects.List(ResourceTypes.PodDisruptionBudgets, pod.Key.Namespace)
            .FirstOrDefault(budget => !pod.IsTerminating && (LabelSelector.From(budget.Value["spec"]?["selector"])?.Matches(pod.Value) ?? false) && DisruptionFigures.Of(cluster, budget).DisruptionsAllowed == 0);
        if (budget is null)
        {
            return null;
        }

        var figures = DisruptionFigures.Of(cluster, budget);
        return new DrainBlocker(pod.Key.Namespace, pod.Key.Name, budget.Key.Name, Math.Max(0, figures.ExpectedPods - figures.CurrentHealthy));
    }
}
