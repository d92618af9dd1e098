using System.Text.Json.Nodes;

namespace Orchestrator.Manifests.Arm;

/// <summary>
/// Fields of an AKS resource that an earlier body had and the newest lacks: writes into the newest what brings Azure's own value back. Only what the contract lets be left out is touched, and
/// only what Azure still has; named items of lists stay, for others may have theirs between.
/// </summary>
public static class RemovedFields
{
    /// <summary>What is written by other rules, or which Azure keeps as it was made.</summary>
    private static readonly HashSet<string> OfClusterLeftAlone = new(StringComparer.OrdinalIgnoreCase)
    {
        "kubernetesVersion", "agentPoolProfiles", "identityProfile", "servicePrincipalProfile", "windowsProfile", "linuxProfile", "aadProfile", "nodeResourceGroup", "dnsPrefix", "fqdnSubdomain",
        "enableRBAC", "diskEncryptionSetID", "supportPlan", "publicNetworkAccess", "networkProfile.networkPlugin", "networkProfile.networkPolicy", "networkProfile.serviceCidr", "networkProfile.serviceCidrs",
        "networkProfile.dnsServiceIP", "networkProfile.podCidr", "networkProfile.podCidrs", "networkProfile.loadBalancerSku", "networkProfile.outboundType", "networkProfile.ipFamilies",
        "networkProfile.networkPluginMode", "networkProfile.networkDataplane", "apiServerAccessProfile.enablePrivateCluster", "apiServerAccessProfile.privateDNSZone", "oidcIssuerProfile.enabled", "disableLocalAccounts",
    };

    private static readonly HashSet<string> OfPoolLeftAlone = new(StringComparer.OrdinalIgnoreCase)
    {
        "count", "minCount", "maxCount", "enableAutoScaling", "mode", "type", "orchestratorVersion", "nodeLabels", "nodeTaints", "tags", "vmSize", "osType", "osSKU", "powerState",
    };

    /// <param name="before">Properties that a spec before this one had.</param>
    /// <param name="wanted">Properties as they shall be; changed in place.</param>
    /// <param name="present">Properties as Azure has them.</param>
    public static void OfCluster(JsonObject before, JsonObject wanted, JsonObject present) =>
        Retire(ArmSchema.ManagedCluster.Properties["properties"].Schema, before, wanted, present, OfClusterLeftAlone, "");

    /// <inheritdoc cref="OfCluster"/>
    /// <param name="frozen">Names of properties that Azure keeps as they were made.</param>
    public static void OfPool(JsonObject before, JsonObject wanted, JsonObject present, IEnumerable<string> frozen) =>
        Retire(ArmSchema.AgentPoolProperties, before, wanted, present, [.. OfPoolLeftAlone, .. frozen], "");

    private static void Retire(ArmSchema schema, JsonObject before, JsonObject wanted, JsonObject present, HashSet<string> leftAlone, string path)
    {
        var required = schema.Required.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, had) in before)
        {
            var at = $"{path}{name}";
            if (had is null || Member(present, name) is not { } has || leftAlone.Contains(at, StringComparer.OrdinalIgnoreCase) || required.Contains(name))
            {
                continue;
            }

            var isKnown = schema.Properties.TryGetValue(name, out var member);
            if (!isKnown && schema.Additional is null)
            {
                continue;
            }

            Retire(isKnown ? member.Schema : schema.Additional!, name, had, wanted, has, leftAlone, at);
        }
    }

    private static void Retire(ArmSchema schema, string name, JsonNode had, JsonObject wanted, JsonNode has, HashSet<string> leftAlone, string at)
    {
        var isWanted = wanted.Any(member => string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase));
        switch (had, has)
        {
            case var _ when schema.IsReadOnly:
                break;
            case (JsonObject hadObject, JsonObject hasObject) when schema.Properties.Count > 0 || schema.Additional is not null:
                if (isWanted && Member(wanted, name) is not JsonObject)
                {
                    break;
                }

                var inner = Member(wanted, name) as JsonObject ?? [];
                Retire(schema, hadObject, inner, hasObject, leftAlone, $"{at}.");
                if (!isWanted && inner.Count > 0)
                {
                    wanted[name] = inner;
                }

                break;
            case var _ when isWanted:
                break;
            case (JsonArray, JsonArray { Count: > 0 }):
                wanted[name] = new JsonArray();
                break;
            case (JsonValue flag, JsonValue) when flag.TryGetValue(out bool on):
                // Azure's own is off; what was off already says nothing.
                if (on)
                {
                    wanted[name] = false;
                }

                break;
            case (JsonValue, JsonValue):
                wanted[name] = null;
                break;
        }
    }

    private static JsonNode? Member(JsonObject body, string name) => body.FirstOrDefault(member => string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
