using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Controllers;

/// <summary>The mirror pods of the control plane: a kubelet shows its static pods in the API, and shows them again when they are deleted.</summary>
internal static class StaticPods
{
    public static void Reconcile(SimulatedCluster cluster)
    {
        foreach (var machine in cluster.State.ControlPlane.Where(machine => machine.Running && cluster.IsKubeletRunning(machine.NodeName)))
        {
            if (cluster.Objects.Get(ObjectKey.Of(ResourceTypes.Nodes, "", machine.NodeName)) is not { } node)
            {
                continue;
            }

            foreach (var component in (string[])["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"])
            {
                Mirror(cluster, machine, node, component);
            }
        }
    }

    private static void Mirror(SimulatedCluster cluster, ControlPlaneMachine machine, StoredObject node, string component)
    {
        var key = ObjectKey.Of(ResourceTypes.Pods, "kube-system", $"{component}-{machine.NodeName}");
        var isEtcdGone = !cluster.State.Members.Exists(member => member.Id == machine.EtcdMemberId);
        var existing = cluster.Objects.Get(key);
        if (existing is null)
        {
            var pod = Pod(machine, node, component);
            PodTemplates.Complete(pod);
            PodLifecycle.MarkReady(pod, cluster.Time.GetUtcNow());
            existing = cluster.Objects.Put(key, pod);
        }

        // Without its etcd member neither the member's own process nor the API server beside it can run.
        if (isEtcdGone && component is "etcd" or "kube-apiserver" && PodTemplates.IsReady(existing))
        {
            var crashing = existing.Copy();
            Conditions.Set(crashing, "Ready", "False", "ContainersNotReady", "etcd: the member has been permanently removed from the cluster", ObjectStore.Timestamp(cluster.Time.GetUtcNow()));
            cluster.Objects.Put(key, crashing);
        }
    }

    private static JsonObject Pod(ControlPlaneMachine machine, StoredObject node, string component) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject
        {
            ["name"] = $"{component}-{machine.NodeName}",
            ["namespace"] = "kube-system",
            ["labels"] = new JsonObject { ["component"] = component, ["tier"] = "control-plane" },
            ["annotations"] = new JsonObject { ["kubernetes.io/config.mirror"] = machine.EtcdMemberId, ["kubernetes.io/config.source"] = "file" },
            ["ownerReferences"] = Owners.Reference("v1", "Node", node),
        },
        ["spec"] = new JsonObject
        {
            ["nodeName"] = machine.NodeName,
            ["hostNetwork"] = true,
            ["priorityClassName"] = "system-node-critical",
            ["tolerations"] = new JsonArray(new JsonObject { ["operator"] = "Exists", ["effect"] = "NoExecute" }),
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = component,
                ["image"] = component == "etcd" ? "registry.k8s.io/etcd:3.5.16-0" : $"registry.k8s.io/{component}:{machine.Version}",
            }),
        },
    };
}
