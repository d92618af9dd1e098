using System.Text.Json.Nodes;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.ManagedCluster;

/// <summary>A cluster with an auto-upgrade channel takes a new version only for control plane and pools together (Azure docs, Upgrade an AKS cluster's control plane).</summary>
internal static class PoolsMoveAlong
{
    private static readonly string[] WrittenByAzure = ["provisioningState", "currentOrchestratorVersion", "nodeImageVersion", "eTag", "powerState"];

    /// <summary>Puts the pools into the body, as they are but for their version.</summary>
    public static DesiredState Apply(DesiredState desired, JsonObject existing)
    {
        var properties = desired.Body["properties"] as JsonObject;
        var channel = (string?)properties?["autoUpgradeProfile"]?["upgradeChannel"];
        var version = (string?)properties?["kubernetesVersion"];

        // An upgrade that was aborted or failed left the version in place that it was to reach.
        if (desired.Error is not null || version is null || !AksVersion.IsBehind(AksVersion.OfCluster(existing), version) || channel is null or "none")
        {
            return desired;
        }

        var (profiles, changes) = (new JsonArray(), desired.Changes.ToList());
        foreach (var present in (existing["properties"]?["agentPoolProfiles"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var profile = (JsonObject)present.DeepClone();
            foreach (var member in WrittenByAzure)
            {
                profile.Remove(member);
            }

            var before = (string?)(present["currentOrchestratorVersion"] ?? present["orchestratorVersion"]);
            profile["orchestratorVersion"] = version;
            profiles.Add((JsonNode)profile);
            if (AksVersion.IsBehind(before, version))
            {
                changes.Add(new FieldChange($"$.properties.agentPoolProfiles['{present["name"]}'].orchestratorVersion", before, version));
            }
        }

        properties!["agentPoolProfiles"] = profiles;
        return desired with { Changes = changes };
    }
}
