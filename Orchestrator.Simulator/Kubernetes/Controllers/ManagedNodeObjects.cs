using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Kubernetes.Controllers;

/// <summary>Nodes of managed clusters, as AKS registers them.</summary>
internal static class ManagedNodeObjects
{
    /// <summary>The names of nodes are the names of their machines.</summary>
    public static string NameOf(MachineDefinition machine) => machine.ComputerName.ToLowerInvariant();

    public static void Register(SimulatedCluster cluster, MachineDefinition machine, ManagedNode settings)
    {
        var name = NameOf(machine);
        var node = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Node",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["labels"] = Labels(machine, settings),
                ["annotations"] = new JsonObject { ["node.alpha.kubernetes.io/ttl"] = "0", ["volumes.kubernetes.io/controller-managed-attach-detach"] = "true" },
            },
            ["spec"] = new JsonObject
            {
                ["providerID"] = NodeObjects.ProviderId(machine.ResourceId),
                ["taints"] = new JsonArray([NodeObjects.Taint(NodeObjects.NotReadyTaint, "NoSchedule"), .. settings.Taints.Select(Parse)]),
            },
            ["status"] = NodeObjects.Status(machine, $"v{settings.Version}", settings.MaxPods),
        };
        node["status"]!["nodeInfo"]!["osImage"] = settings.OsImage;
        NodeObjects.SetConditions(node, "False", "KubeletNotReady", "container runtime network not ready: cni plugin not initialized", cluster.Time.GetUtcNow());
        cluster.Objects.Put(ObjectKey.Of(ResourceTypes.Nodes, "", name), node);
    }

    public static void SetSchedulable(SimulatedCluster cluster, StoredObject node, bool schedulable)
    {
        var changed = node.Copy();
        changed["spec"]!.AsObject().Remove("unschedulable");
        if (!schedulable)
        {
            changed["spec"]!["unschedulable"] = true;
        }

        cluster.Objects.Put(node.Key, changed);
    }

    private static JsonObject Labels(MachineDefinition machine, ManagedNode settings)
    {
        var labels = new JsonObject
        {
            ["kubernetes.io/hostname"] = NameOf(machine),
            ["kubernetes.io/os"] = "linux",
            ["kubernetes.io/arch"] = NodeObjects.ArchitectureOf(machine),
            ["kubernetes.io/role"] = "agent",
            ["node-role.kubernetes.io/agent"] = "",
        };
        NodeObjects.LabelPlace(labels, machine);
        foreach (var (key, value) in settings.Labels)
        {
            labels[key] = value;
        }

        return labels;
    }

    /// <summary><c>key=value:effect</c>; the value may be missing.</summary>
    private static JsonObject Parse(string taint)
    {
        var colon = taint.LastIndexOf(':');
        var pair = (colon < 0 ? taint : taint[..colon]).Split('=', 2);
        var parsed = NodeObjects.Taint(pair[0], colon < 0 ? "NoSchedule" : taint[(colon + 1)..]);
        if (pair.Length > 1)
        {
            parsed["value"] = pair[1];
        }

        return parsed;
    }
}
