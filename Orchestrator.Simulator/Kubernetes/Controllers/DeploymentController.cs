using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Controllers;

/// <summary>One ReplicaSet per template; a new one comes up whole before the old ones go.</summary>
internal static class DeploymentController
{
    private const string HashLabel = "pod-template-hash";

    public static void Reconcile(SimulatedCluster cluster)
    {
        foreach (var deployment in cluster.Objects.List(ResourceTypes.Deployments).Where(static item => !item.IsTerminating))
        {
            var owned = cluster.Objects.List(ResourceTypes.ReplicaSets, deployment.Key.Namespace).Where(set => Owners.IsControlledBy(set, deployment)).ToList();
            var current = Current(cluster, deployment, owned);
            if (PodTemplates.Integer(current.Value["status"]?["availableReplicas"], 0) >= PodTemplates.Replicas(deployment))
            {
                foreach (var old in owned.Where(set => set.Key != current.Key))
                {
                    Scale(cluster, old, 0);
                }
            }

            UpdateStatus(cluster, deployment, current, owned);
        }
    }

    private static StoredObject Current(SimulatedCluster cluster, StoredObject deployment, List<StoredObject> owned)
    {
        var hash = PodTemplates.HashOf(deployment.Value["spec"]?["template"]);
        var name = $"{deployment.Key.Name}-{hash}";
        if (owned.Find(set => set.Key.Name == name) is { } existing)
        {
            return Scale(cluster, existing, PodTemplates.Replicas(deployment));
        }

        var selector = deployment.Value["spec"]?["selector"]?.DeepClone() as JsonObject ?? [];
        var matchLabels = selector["matchLabels"] as JsonObject;
        if (matchLabels is null)
        {
            selector["matchLabels"] = matchLabels = [];
        }

        matchLabels[HashLabel] = hash;
        var template = deployment.Value["spec"]?["template"]?.DeepClone() as JsonObject ?? [];
        var labels = template["metadata"]?["labels"]?.DeepClone() as JsonObject ?? [];
        labels[HashLabel] = hash;
        template["metadata"] = new JsonObject { ["labels"] = labels, ["annotations"] = template["metadata"]?["annotations"]?.DeepClone() };
        return cluster.Objects.Put(ObjectKey.Of(ResourceTypes.ReplicaSets, deployment.Key.Namespace, name), new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = deployment.Key.Namespace,
                ["labels"] = labels.DeepClone(),
                ["ownerReferences"] = Owners.Reference("apps/v1", "Deployment", deployment),
            },
            ["spec"] = new JsonObject { ["replicas"] = PodTemplates.Replicas(deployment), ["selector"] = selector, ["template"] = template },
            ["status"] = new JsonObject { ["replicas"] = 0 },
        });
    }

    private static StoredObject Scale(SimulatedCluster cluster, StoredObject set, int replicas)
    {
        if (PodTemplates.Replicas(set) == replicas)
        {
            return set;
        }

        var changed = set.Copy();
        changed["spec"]!["replicas"] = replicas;
        return cluster.Objects.Put(set.Key, changed);
    }

    private static void UpdateStatus(SimulatedCluster cluster, StoredObject deployment, StoredObject current, List<StoredObject> owned)
    {
        var sets = owned.Where(set => set.Key != current.Key).Append(current).ToList();
        var available = sets.Sum(static set => PodTemplates.Integer(set.Value["status"]?["availableReplicas"], 0));
        var wanted = PodTemplates.Replicas(deployment);
        var changed = deployment.Copy();
        var conditions = changed["status"]?["conditions"]?.DeepClone();
        changed["status"] = new JsonObject
        {
            ["observedGeneration"] = changed["metadata"]!["generation"]?.DeepClone(),
            ["replicas"] = sets.Sum(static set => PodTemplates.Integer(set.Value["status"]?["replicas"], 0)),
            ["updatedReplicas"] = PodTemplates.Integer(current.Value["status"]?["replicas"], 0),
            ["readyReplicas"] = available,
            ["availableReplicas"] = available,
            ["unavailableReplicas"] = Math.Max(0, wanted - available),
            ["conditions"] = conditions ?? new JsonArray(),
        };
        var now = ObjectStore.Timestamp(cluster.Time.GetUtcNow());
        Conditions.Set(changed, "Available", available >= wanted ? "True" : "False",
            available >= wanted ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            available >= wanted ? "Deployment has minimum availability." : "Deployment does not have minimum availability.", now);
        cluster.Objects.Put(deployment.Key, changed);
    }
}
