using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Arm;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.Native;

/// <summary>The manifest of an AKS cluster that exists: applied, it takes the cluster over and leaves it as it is.</summary>
public static class ManagedClusterDescription
{
    // Written elsewhere in the manifest, or what somebody does, not what the cluster is.
    private static readonly string[] NotOfTheBody = ["agentPoolProfiles", "kubernetesVersion"];
    private static readonly string[] NotOfAPool = ["name", "orchestratorVersion", "powerState"];

    /// <param name="cluster">The managedClusters resource as Azure shows it.</param>
    /// <param name="maintenance">Its maintenance configurations.</param>
    /// <param name="identity">Name of the AzureClusterIdentity that shall act for it; null: the orchestrator itself.</param>
    /// <returns>A document of the kind ManagedCluster.</returns>
    public static JsonObject Of(JsonObject cluster, IEnumerable<JsonObject> maintenance, string? identity)
    {
        var id = ArmId.Parse(cluster.TextAt("id") ?? string.Empty) ?? throw new ArgumentException("The cluster has no ARM id.", nameof(cluster));
        var spec = new JsonObject
        {
            ["subscription"] = id.SubscriptionId,
            ["location"] = string.Concat((cluster.TextAt("location") ?? string.Empty).Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant(),
            ["resourceGroup"] = id.ResourceGroup,
            ["name"] = id.Name,
            ["adopt"] = true,
        };
        Add(spec, "kubernetesVersion", VersionOf(cluster.TextAt("properties.kubernetesVersion"), cluster.TextAt("properties.currentKubernetesVersion")));
        Add(spec, "identity", identity is null ? null : new JsonObject { ["name"] = identity });
        Add(spec, "tags", cluster["tags"] is JsonObject { Count: > 0 } tags ? tags.DeepClone() : null);
        var members = ArmSchema.ManagedCluster.Properties;
        foreach (var (name, member) in new[] { ("sku", "sku"), ("managedIdentity", "identity"), ("extendedLocation", "extendedLocation"), ("properties", "properties") })
        {
            Add(spec, name, cluster[member] is JsonObject value ? Writable(value, members[member].Schema, NotOfTheBody) : null);
        }

        RemoveAzuresIdentities(spec, cluster.TextAt("properties.nodeResourceGroup"));

        var profiles = (cluster.At("properties.agentPoolProfiles") as JsonArray ?? []).OfType<JsonObject>();
        spec["pools"] = new JsonArray([.. profiles.Select(Pool)]);
        if (maintenance.Select(Maintenance).ToArray<JsonNode>() is { Length: > 0 } configurations)
        {
            spec["maintenance"] = new JsonArray(configurations);
        }

        return new JsonObject
        {
            ["apiVersion"] = "orchestrator/v1alpha1",
            ["kind"] = "ManagedCluster",
            ["metadata"] = new JsonObject { ["name"] = KeyOf(id.Name) },
            ["spec"] = spec,
        };
    }

    /// <summary>Identities beside the nodes are Azure's own, made with the cluster.</summary>
    private static void RemoveAzuresIdentities(JsonObject spec, string? nodeGroup)
    {
        if (spec.At("properties.identityProfile") is not JsonObject profiles || nodeGroup is null)
        {
            return;
        }

        foreach (var name in profiles.Where(p => (p.Value as JsonObject)?.TextAt("resourceId")?.Contains($"/resourceGroups/{nodeGroup}/", StringComparison.OrdinalIgnoreCase) == true).Select(static p => p.Key).ToList())
        {
            profiles.Remove(name);
        }

        if (profiles.Count == 0)
        {
            ((JsonObject)spec["properties"]!).Remove("identityProfile");
        }
    }

    private static JsonObject Pool(JsonObject profile)
    {
        var pool = new JsonObject { ["name"] = profile["name"]?.DeepClone() };
        Add(pool, "kubernetesVersion", VersionOf(profile.TextAt("orchestratorVersion"), profile.TextAt("currentOrchestratorVersion")));
        foreach (var (name, value) in Writable(profile, ArmSchema.AgentPoolProperties, NotOfAPool))
        {
            pool[name] = value?.DeepClone();
        }

        return pool;
    }

    private static JsonObject Maintenance(JsonObject configuration)
    {
        var written = new JsonObject { ["name"] = configuration["name"]?.DeepClone() };
        foreach (var (name, value) in Writable(configuration["properties"] as JsonObject ?? [], ArmSchema.MaintenanceConfiguration.Properties["properties"].Schema, []))
        {
            written[name] = value?.DeepClone();
        }

        return written;
    }

    /// <summary>Without what only Azure writes, and what the contract does not know.</summary>
    private static JsonObject Writable(JsonObject value, ArmSchema schema, IReadOnlyCollection<string> without)
    {
        var written = new JsonObject();
        foreach (var (name, member) in value.Where(m => m.Value is not null && !without.Contains(m.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (name == "effectiveOutboundIPs")
            {
                // What Azure made of the ways out, though its contract lets it be written.
                continue;
            }

            if (schema.Properties.TryGetValue(name, out var known))
            {
                Add(written, known.Name, known.Schema.IsReadOnly ? null : Writable(member!, known.Schema));
            }
            else if (schema.Additional is { } additional)
            {
                Add(written, name, Writable(member!, additional));
            }
        }

        return written;
    }

    private static JsonNode Writable(JsonNode value, ArmSchema schema) => value switch
    {
        JsonObject inner when schema.Type is "object" => Writable(inner, schema, []),
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : schema.Items is { } each ? Writable(item, each) : item.DeepClone())]),
        _ => value.DeepClone(),
    };

    private static void Add(JsonObject owner, string name, JsonNode? value)
    {
        if (value is not null)
        {
            owner[name] = value;
        }
    }

    /// <summary>With all its parts, or none: Azure may show 1.31 for what runs 1.31.2.</summary>
    private static JsonNode? VersionOf(string? wanted, string? current) => new[] { wanted, current }.FirstOrDefault(static v => v?.Split('.').Length == 3) is { } version ? $"v{version}" : null;

    /// <summary>Azure's names may hold more than ours.</summary>
    private static string KeyOf(string name)
    {
        var key = string.Concat(name.ToLowerInvariant().Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return key.Length <= 44 ? key : key[..44].Trim('-');
    }
}
