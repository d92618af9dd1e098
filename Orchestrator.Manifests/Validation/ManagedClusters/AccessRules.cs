using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Arm;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Validation.ManagedClusters;

/// <summary>Who gets at an AKS cluster and what it is itself: access, identities, keys.</summary>
internal static partial class AccessRules
{
    private const string Here = ManagedClusterValidation.Properties;
    private const string VaultId = "/subscriptions/ID/resourceGroups/NAME/providers/Microsoft.KeyVault/vaults/NAME";

    public static void Check(ClusterSpec spec, ManagedClusterSpec cluster, SpecReport report)
    {
        CheckApiServer(cluster.Body, spec.Location, report);
        CheckIdentity(cluster.Body, report);
        CheckSecurity(cluster.Body, report);
        if (cluster.Body.FlagAt("properties.disableLocalAccounts") == true && cluster.Body.At("properties.aadProfile") is null)
        {
            report.Invalid($"{Here}.disableLocalAccounts", "'disableLocalAccounts' is true without 'aadProfile': nobody could sign in.", "Add aadProfile, or remove disableLocalAccounts.");
        }
    }

    private static void CheckApiServer(JsonObject body, string location, SpecReport report)
    {
        const string profile = "properties.apiServerAccessProfile";
        var ranges = body.TextsAt($"{profile}.authorizedIPRanges");
        for (var i = 0; i < ranges.Count; i++)
        {
            if (!Unknown.IsIn(ranges[i]) && !AddressOrBlock().IsMatch(ranges[i]))
            {
                report.Invalid($"{Here}.apiServerAccessProfile.authorizedIPRanges[{i}]", $"'authorizedIPRanges' has \"{ranges[i]}\", which is no CIDR block.", "Write an address and a prefix length, such as 203.0.113.0/24.");
            }
        }

        if (body.TextAt($"{profile}.privateDNSZone") is not { } zone || Unknown.IsIn(zone) || Unknown.IsIn(location) || zone.ToLowerInvariant() is "system" or "none")
        {
            return;
        }

        var name = zone[(zone.LastIndexOf('/') + 1)..];
        if (!PrivateDnsZoneId().IsMatch(zone) || !IsZoneOf(name, location))
        {
            report.Invalid(
                $"{Here}.apiServerAccessProfile.privateDNSZone", $"'privateDNSZone' is \"{zone}\".",
                $"Write system, none, or the ARM id of a private DNS zone named privatelink.{location}.azmk8s.io, private.{location}.azmk8s.io, or SUBZONE of one of them (at most 32 characters).");
        }
    }

    private static bool IsZoneOf(string zone, string location)
    {
        foreach (var end in (string[])[$"privatelink.{location}.azmk8s.io", $"private.{location}.azmk8s.io"])
        {
            if (zone.Equals(end, StringComparison.OrdinalIgnoreCase)
                || (zone.EndsWith($".{end}", StringComparison.OrdinalIgnoreCase) && SubZone().IsMatch(zone[..^(end.Length + 1)])))
            {
                return true;
            }
        }

        return false;
    }

    private static void CheckIdentity(JsonObject body, SpecReport report)
    {
        var type = body.TextAt("identity.type");
        var identities = (body.At("identity.userAssignedIdentities") as JsonObject)?.Select(static i => i.Key).ToList() ?? [];
        const string path = $"{ManagedClusterValidation.Body}.identity";
        if (type == "UserAssigned" && identities.Count == 0)
        {
            report.Invalid($"{path}.type", "'identity.type' is UserAssigned and no identity is named.", "Name the identity by its ARM id, or write SystemAssigned.");
        }
        else if (type != "UserAssigned" && identities.Count > 0)
        {
            report.Invalid($"{path}.userAssignedIdentities", $"An identity is named, but 'identity.type' is {type ?? "not set"}.", "Write UserAssigned, or remove the identity.");
        }

        var kubelet = body.TextAt("properties.identityProfile.kubeletidentity.resourceId");
        foreach (var (at, id) in identities.Select(static id => ($"{path}.userAssignedIdentities", id)).Append(($"{Here}.identityProfile.kubeletidentity", kubelet ?? Unknown.Text)))
        {
            report.Pattern(at, "userAssignedIdentityResourceID", id, NamePatterns.UserAssignedIdentity(), "/subscriptions/ID/resourceGroups/NAME/providers/Microsoft.ManagedIdentity/userAssignedIdentities/NAME");
        }
    }

    private static void CheckSecurity(JsonObject body, SpecReport report)
    {
        const string inside = "properties.securityProfile";
        const string path = $"{Here}.securityProfile";
        if (body.FlagAt($"{inside}.workloadIdentity.enabled") == true && body.FlagAt("properties.oidcIssuerProfile.enabled") != true)
        {
            report.Invalid($"{path}.workloadIdentity.enabled", "'workloadIdentity.enabled' is true, which needs the OIDC issuer.", "Write oidcIssuerProfile.enabled: true.");
        }

        if (body.FlagAt($"{inside}.azureKeyVaultKms.enabled") != true)
        {
            return;
        }

        var (access, vault) = (body.TextAt($"{inside}.azureKeyVaultKms.keyVaultNetworkAccess") ?? "Public", body.TextAt($"{inside}.azureKeyVaultKms.keyVaultResourceId"));
        if (body.TextAt("identity.type") != "UserAssigned")
        {
            report.Invalid($"{path}.azureKeyVaultKms.enabled", "'azureKeyVaultKms' needs a user-assigned identity; 'identity.type' is not UserAssigned.", "Write identity.type UserAssigned and name the identity.");
        }

        if (body.TextAt($"{inside}.azureKeyVaultKms.keyId") is null)
        {
            report.Invalid($"{path}.azureKeyVaultKms", "'azureKeyVaultKms' is enabled without 'keyID'.", "Write the key's identifier, https://VAULT.vault.azure.net/keys/NAME/VERSION.");
        }

        if (access == "Private" && vault is null)
        {
            report.Invalid($"{path}.azureKeyVaultKms.keyVaultNetworkAccess", "'keyVaultNetworkAccess' is Private without 'keyVaultResourceID'.", $"Write keyVaultResourceID: {VaultId}.");
        }
        else if (access == "Public" && !string.IsNullOrEmpty(vault))
        {
            report.Invalid($"{path}.azureKeyVaultKms.keyVaultResourceId", "'keyVaultResourceID' is set, but 'keyVaultNetworkAccess' is Public.", "Remove it, or write keyVaultNetworkAccess: Private.");
        }
    }

    [GeneratedRegex(@"\A((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\.|(?=/|\z))){4}(?<=[0-9])(/(3[0-2]|[12]?[0-9]))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex AddressOrBlock();

    [GeneratedRegex(@"\A/subscriptions/[^/]+/resource[gG]roups/[^/]+/providers/Microsoft\.Network/privateDnsZones/[^/]+\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex PrivateDnsZoneId();

    [GeneratedRegex(@"\A[a-zA-Z0-9-]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SubZone();
}
