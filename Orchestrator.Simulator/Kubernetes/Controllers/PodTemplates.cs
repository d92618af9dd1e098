using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Controllers;

/// <summary>Pods from the templates of their controllers.</summary>
internal static class PodTemplates
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>A name suffix that tells one template from another.</summary>
    public static string HashOf(JsonNode? template)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(template?.ToJsonString() ?? ""));
        return string.Concat(hash.Take(10).Select(static value => Alphabet[value % Alphabet.Length]));
    }

    public static string RandomSuffix(SimulatedCluster cluster) => cluster.Randomness.NextString(5, Alphabet);

    public static StoredObject Create(SimulatedCluster cluster, StoredObject owner, string kind, string? nodeName, IReadOnlyDictionary<string, string>? extraLabels = null)
    {
        var template = owner.Value["spec"]?["template"] as JsonObject ?? [];
        var name = $"{owner.Key.Name}-{RandomSuffix(cluster)}";
        var labels = template["metadata"]?["labels"]?.DeepClone() as JsonObject ?? [];
        foreach (var (key, value) in extraLabels ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            labels[key] = value;
        }

        var spec = template["spec"]?.DeepClone() as JsonObject ?? [];
        if (nodeName is not null)
        {
            spec["nodeName"] = nodeName;
        }

        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = owner.Key.Namespace,
                ["labels"] = labels,
                ["annotations"] = template["metadata"]?["annotations"]?.DeepClone(),
                ["ownerReferences"] = Owners.Reference("apps/v1", kind, owner),
            },
            ["spec"] = spec,
        };
        Complete(pod);
        return cluster.Objects.Put(ObjectKey.Of(ResourceTypes.Pods, owner.Key.Namespace, name), pod);
    }

    /// <summary>The defaults that the API gives to a new pod.</summary>
    public static void Complete(JsonObject pod)
    {
        if (pod["spec"] is not JsonObject spec)
        {
            pod["spec"] = spec = [];
        }

        spec["restartPolicy"] ??= "Always";
        spec["terminationGracePeriodSeconds"] ??= 30;
        spec["serviceAccountName"] ??= "default";
        pod["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = "BestEffort" };
    }

    public static int Replicas(StoredObject owner) => Integer(owner.Value["spec"]?["replicas"], 1);

    public static int Integer(JsonNode? node, int otherwise) =>
        int.TryParse(node?.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    public static bool IsReady(StoredObject pod) => !pod.IsTerminating && Conditions.Status(pod.Value, "Ready") == "True";
}
