using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes;

/// <summary>Namespaces and what comes and goes with them.</summary>
internal static class NamespaceObjects
{
    public static StoredObject Create(SimulatedCluster cluster, JsonObject item)
    {
        var name = item["metadata"]!["name"]!.ToString();
        if (item["metadata"]!["labels"] is not JsonObject labels)
        {
            item["metadata"]!["labels"] = labels = [];
        }

        labels["kubernetes.io/metadata.name"] = name;
        item["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
        item["status"] = new JsonObject { ["phase"] = "Active" };
        var created = cluster.Objects.Put(ObjectKey.Of(ResourceTypes.Namespaces, "", name), item);
        cluster.Objects.Put(ObjectKey.Of(ResourceTypes.ServiceAccounts, name, "default"), new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ServiceAccount",
            ["metadata"] = new JsonObject { ["name"] = "default", ["namespace"] = name },
        });
        return created;
    }

    /// <summary>Everything in the namespace goes with it, pods without their grace period.</summary>
    public static void Delete(SimulatedCluster cluster, StoredObject item)
    {
        foreach (var inside in cluster.Objects.All().Where(inside => inside.Key.Namespace == item.Key.Name))
        {
            cluster.Objects.Remove(inside.Key);
        }

        cluster.Objects.Remove(item.Key);
    }
}
