using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Simulator.Kubernetes.Objects;
using Orchestrator.Simulator.Machines;
using Orchestrator.Simulator.Machines.Kubeadm;

namespace Orchestrator.Simulator.Kubernetes.Controllers;

/// <summary>Node objects as kubelets and the cloud provider write them.</summary>
internal static partial class NodeObjects
{
    private const string ControlPlaneRole = "node-role.kubernetes.io/control-plane";
    public const string NotReadyTaint = "node.kubernetes.io/not-ready";
    private const string UnreachableTaint = "node.kubernetes.io/unreachable";
    private const string UninitializedTaint = "node.cloudprovider.kubernetes.io/uninitialized";

    public static void Register(SimulatedCluster cluster, KubeadmRun run)
    {
        var registration = run.Registration;
        var machine = run.Machine;
        var hasCloud = registration.HasExternalCloudProvider && registration.Name == machine.ComputerName.ToLowerInvariant();
        var node = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Node",
            ["metadata"] = new JsonObject
            {
                ["name"] = registration.Name,
                ["labels"] = Labels(run, hasCloud),
                ["annotations"] = new JsonObject { ["node.alpha.kubernetes.io/ttl"] = "0", ["volumes.kubernetes.io/controller-managed-attach-detach"] = "true" },
            },
            ["spec"] = new JsonObject { ["taints"] = Taints(run) },
            ["status"] = Status(machine, run.Version.ToString()),
        };
        if (hasCloud)
        {
            node["spec"]!["providerID"] = ProviderId(machine.ResourceId);
        }

        SetConditions(node, "False", "KubeletNotReady", "container runtime network not ready: cni plugin not initialized", cluster.Time.GetUtcNow());
        cluster.Objects.Put(ObjectKey.Of(ResourceTypes.Nodes, "", registration.Name), node);
    }

    public static void SetReady(SimulatedCluster cluster, StoredObject node)
    {
        var changed = node.Copy();
        SetConditions(changed, "True", "KubeletReady", "kubelet is posting ready status", cluster.Time.GetUtcNow());
        RemoveTaint(changed, NotReadyTaint);
        RemoveTaint(changed, UnreachableTaint);
        cluster.Objects.Put(node.Key, changed);
    }

    /// <summary>What the node controller does when a kubelet has been silent for too long.</summary>
    public static void SetUnknown(SimulatedCluster cluster, StoredObject node)
    {
        var changed = node.Copy();
        SetConditions(changed, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.", cluster.Time.GetUtcNow());
        RemoveTaint(changed, NotReadyTaint);
        var taints = changed["spec"]!["taints"] as JsonArray ?? [];
        if (taints.Parent is null)
        {
            changed["spec"]!["taints"] = taints;
        }

        taints.Add(Taint(UnreachableTaint, "NoSchedule"));
        taints.Add(Taint(UnreachableTaint, "NoExecute"));
        cluster.Objects.Put(node.Key, changed);
    }

    /// <summary>The id by which cloud-provider-azure knows a machine: the ARM id with the resource group in lower case.</summary>
    public static string ProviderId(string resourceId) =>
        "azure://" + ResourceGroup().Replace(resourceId, static match => $"/resourceGroups/{match.Groups[1].Value.ToLowerInvariant()}/");

    /// <summary>What the cloud provider says of a machine's size and place.</summary>
    public static void LabelPlace(JsonObject labels, MachineDefinition machine)
    {
        var location = machine.Location.ToLowerInvariant();
        labels["node.kubernetes.io/instance-type"] = machine.VmSize;
        labels["topology.kubernetes.io/region"] = location;
        // Without zones the cloud provider labels the fault domain.
        labels["topology.kubernetes.io/zone"] = machine.Zone is { Length: > 0 } zone ? $"{location}-{zone}" : "0";
    }

    public static string ArchitectureOf(MachineDefinition machine) =>
        machine.VmSize.Contains("ps_", StringComparison.Ordinal) || machine.VmSize.Contains("pds_", StringComparison.Ordinal) ? "arm64" : "amd64";

    private static JsonObject Labels(KubeadmRun run, bool hasCloud)
    {
        var machine = run.Machine;
        var labels = new JsonObject
        {
            ["kubernetes.io/hostname"] = run.Registration.Name,
            ["kubernetes.io/os"] = "linux",
            ["kubernetes.io/arch"] = ArchitectureOf(machine),
        };
        if (run.IsControlPlane)
        {
            labels[ControlPlaneRole] = "";
            labels["node.kubernetes.io/exclude-from-external-load-balancers"] = "";
        }

        if (hasCloud)
        {
            LabelPlace(labels, machine);
        }

        foreach (var label in (run.Registration.KubeletExtraArgs.GetValueOrDefault("node-labels") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = label.Split('=', 2);
            labels[pair[0]] = pair.Length > 1 ? pair[1] : "";
        }

        return labels;
    }

    private static JsonArray Taints(KubeadmRun run)
    {
        var taints = new JsonArray(Taint(NotReadyTaint, "NoSchedule"));
        if (run.Registration.Taints is { } given)
        {
            foreach (var taint in given)
            {
                taints.Add(taint?.DeepClone());
            }
        }
        else if (run.IsControlPlane)
        {
            taints.Add(Taint(ControlPlaneRole, "NoSchedule"));
        }

        // The cloud provider finds a machine by its computer name; one that it cannot find stays uninitialised.
        if (run.Registration.HasExternalCloudProvider && run.Registration.Name != run.Machine.ComputerName.ToLowerInvariant())
        {
            taints.Add(new JsonObject { ["key"] = UninitializedTaint, ["value"] = "true", ["effect"] = "NoSchedule" });
        }

        return taints;
    }

    public static JsonObject Status(MachineDefinition machine, string version, int maxPods = 110) => new()
    {
        ["addresses"] = new JsonArray(
            new JsonObject { ["type"] = "InternalIP", ["address"] = machine.PrivateIPAddress },
            new JsonObject { ["type"] = "Hostname", ["address"] = machine.ComputerName }),
        ["capacity"] = new JsonObject { ["cpu"] = "2", ["memory"] = "8148616Ki", ["pods"] = maxPods.ToString(CultureInfo.InvariantCulture) },
        ["allocatable"] = new JsonObject { ["cpu"] = "2", ["memory"] = "8046216Ki", ["pods"] = maxPods.ToString(CultureInfo.InvariantCulture) },
        ["nodeInfo"] = new JsonObject
        {
            ["kubeletVersion"] = version,
            ["kubeProxyVersion"] = version,
            ["osImage"] = "Ubuntu 24.04.1 LTS",
            ["operatingSystem"] = "linux",
            ["architecture"] = "amd64",
            ["kernelVersion"] = "6.8.0-1017-azure",
            ["containerRuntimeVersion"] = "containerd://1.7.20",
        },
    };

    public static void SetConditions(JsonObject node, string ready, string reason, string message, DateTimeOffset at)
    {
        var now = ObjectStore.Timestamp(at);
        foreach (var type in (string[])["MemoryPressure", "DiskPressure", "PIDPressure"])
        {
            Conditions.Set(node, type, ready == "Unknown" ? "Unknown" : "False", ready == "Unknown" ? reason : "KubeletHasSufficientResources", message, now);
        }

        Conditions.Set(node, "Ready", ready, reason, message, now);
    }

    public static JsonObject Taint(string key, string effect) => new() { ["key"] = key, ["effect"] = effect };

    private static void RemoveTaint(JsonObject node, string key)
    {
        if (node["spec"]?["taints"] is JsonArray taints)
        {
            var kept = taints.Where(taint => taint?["key"]?.ToString() != key).Select(static taint => taint?.DeepClone()).ToArray();
            node["spec"]!.AsObject().Remove("taints");
            if (kept.Length > 0)
            {
                node["spec"]!["taints"] = new JsonArray(kept);
            }
        }
    }

    [GeneratedRegex("/resourceGroups/([^/]+)/", RegexOptions.IgnoreCase)]
    private static partial Regex ResourceGroup();
}
