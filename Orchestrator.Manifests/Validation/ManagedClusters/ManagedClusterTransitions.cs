using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;
using Orchestrator.Manifests.Arm;

namespace Orchestrator.Manifests.Validation.ManagedClusters;

/// <summary>What may change between two specs of one AKS cluster.</summary>
internal static class ManagedClusterTransitions
{
    /// <summary>What Azure itself keeps as it was created.</summary>
    private static readonly string[] Frozen =
    [
        "properties.nodeResourceGroup", "properties.dnsPrefix", "properties.fqdnSubdomain", "properties.networkProfile.networkPlugin", "properties.networkProfile.dnsServiceIP",
        "properties.networkProfile.serviceCidr", "properties.networkProfile.loadBalancerSku", "properties.apiServerAccessProfile.enablePrivateCluster", "properties.diskEncryptionSetID",
    ];

    /// <summary>What Cluster API Provider Azure keeps besides, for manifests of its kinds.</summary>
    private static readonly string[] FrozenWhenTyped =
    [
        "properties.networkProfile.networkPolicy", "properties.networkProfile.networkDataplane", "properties.networkProfile.outboundType", "properties.networkProfile.podCidr",
        "properties.httpProxyConfig", "properties.linuxProfile", "properties.apiServerAccessProfile.privateDNSZone", "properties.apiServerAccessProfile.enablePrivateClusterPublicFQDN",
    ];

    private static readonly string[] KeptOnceSet =
    [
        "properties.disableLocalAccounts", "properties.oidcIssuerProfile.enabled",
    ];

    private static readonly string[] NeverUnset =
    [
        "properties.aadProfile", "properties.autoUpgradeProfile.upgradeChannel", "properties.securityProfile.azureKeyVaultKms", "properties.securityProfile.defender",
        "properties.securityProfile.imageCleaner", "properties.securityProfile.workloadIdentity",
    ];

    private static readonly string[] FrozenOfExtensions =
    [
        "properties.extensionType", "plan", "properties.scope", "properties.releaseTrain", "properties.version", "identity", "properties.aksAssignedIdentity",
    ];

    public static void Check(ClusterSpec before, ClusterSpec after, TransitionReport changes)
    {
        var (old, cluster) = (before.ManagedCluster!, after.ManagedCluster!);
        changes.Same("managedCluster.name", old.Name, cluster.Name);
        CheckBody(old.Body, cluster.Body, cluster.IsTyped, changes);
        CheckAccess(old.Body, cluster.Body, changes);
        CheckParts(old, cluster, changes);
        if (old.HasVirtualNetwork)
        {
            CheckNetwork(before.Network, after.Network, changes);
        }

        if (old.Version is { } version)
        {
            changes.Version("managedCluster.version", "The control plane", version, cluster.Version ?? version, mostMinors: null);
        }

        AgentPoolTransitions.Check(old, cluster, changes);
    }

    private static void CheckBody(JsonObject before, JsonObject after, bool isTyped, TransitionReport changes)
    {
        foreach (var path in Frozen.Concat(isTyped ? FrozenWhenTyped : []))
        {
            changes.Same($"managedCluster.body.{path}", Text(before.At(path)), Text(after.At(path)));
        }

        foreach (var path in KeptOnceSet.Where(path => before.FlagAt(path) == true))
        {
            changes.Same($"managedCluster.body.{path}", "true", Text(after.At(path)));
        }

        foreach (var path in NeverUnset.Where(path => before.At(path) is not null && after.At(path) is null))
        {
            changes.Removed($"managedCluster.body.{path}", path[(path.LastIndexOf('.') + 1)..]);
        }

        const string mode = "properties.networkProfile.networkPluginMode";
        if (before.TextAt(mode) is null && after.TextAt(mode) is { } switched && before.TextAt("properties.networkProfile.networkPolicy") is { } policy and not "none")
        {
            changes.Forbidden($"managedCluster.body.{mode}", $"'networkPluginMode' cannot become {switched}: the cluster has the 'networkPolicy' {policy}.", "Remove networkPluginMode, or create another cluster.");
        }
    }

    private static void CheckAccess(JsonObject before, JsonObject after, TransitionReport changes)
    {
        const string aad = "properties.aadProfile";
        if (before.FlagAt($"{aad}.managed") == true && after.FlagAt($"{aad}.managed") == false)
        {
            changes.Same($"managedCluster.body.{aad}.managed", "true", "false");
        }

        if (before.At(aad) is not null && after.At(aad) is not null && before.TextsAt($"{aad}.adminGroupObjectIDs").Count > 0 && after.TextsAt($"{aad}.adminGroupObjectIDs").Count == 0)
        {
            changes.Forbidden($"managedCluster.body.{aad}", "'adminGroupObjectIDs' is empty: nobody would administer the cluster.", "Name at least one group.");
        }

        foreach (var addon in (before.At("properties.addonProfiles") as JsonObject ?? []).Select(static a => a.Key))
        {
            if ((after.At("properties.addonProfiles") as JsonObject)?.ContainsKey(addon) != true)
            {
                changes.Forbidden("managedCluster.body.properties.addonProfiles", $"'addonProfiles' had {addon}, which cannot be left out.", $"Write {addon} with enabled: false.");
            }
        }
    }

    private static void CheckParts(ManagedClusterSpec before, ManagedClusterSpec after, TransitionReport changes)
    {
        if (before.Parts.FirstOrDefault(static p => p.Kind == StepKinds.FleetMember) is { } member)
        {
            changes.Same("fleetMember.name", member.Id, after.Parts.FirstOrDefault(static p => p.Kind == StepKinds.FleetMember)?.Id ?? member.Id);
        }

        foreach (var (extension, i) in after.Parts.Where(static p => p.Kind == StepKinds.ClusterExtension).Select(static (part, i) => (part, i)))
        {
            if (before.Parts.FirstOrDefault(p => p.Id == extension.Id) is { } old)
            {
                foreach (var path in FrozenOfExtensions)
                {
                    changes.Same($"extensions[{i}].{path}", Text(old.Body.At(path)), Text(extension.Body.At(path)));
                }
            }
        }
    }

    private static void CheckNetwork(NetworkSpec before, NetworkSpec after, TransitionReport changes)
    {
        changes.Same("network.virtualNetwork.name", before.VirtualNetwork.Name, after.VirtualNetwork.Name);
        changes.Same("network.virtualNetwork.resourceGroup", before.VirtualNetwork.ResourceGroup, after.VirtualNetwork.ResourceGroup);
        changes.Same("network.virtualNetwork.cidrBlocks", before.VirtualNetwork.CidrBlocks, after.VirtualNetwork.CidrBlocks);
        for (var i = 0; i < before.Subnets.Count; i++)
        {
            if (after.Subnets.FirstOrDefault(s => s.Name == before.Subnets[i].Name) is { } subnet)
            {
                changes.Same($"network.subnets[{i}].cidrBlocks", before.Subnets[i].CidrBlocks, subnet.CidrBlocks);
            }
            else
            {
                changes.Removed($"network.subnets[{i}].name", $"the subnet '{before.Subnets[i].Name}'");
            }
        }
    }

    internal static string Text(JsonNode? node) => node switch
    {
        null => "nothing",
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => node.ToJsonString(),
    };
}
