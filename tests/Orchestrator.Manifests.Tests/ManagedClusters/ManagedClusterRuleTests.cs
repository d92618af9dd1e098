using System.Text.Json.Nodes;

namespace Orchestrator.Manifests.Tests.ManagedClusters;

/// <summary>Every rule of the tables of Cluster API Provider Azure for AKS clusters and pools: a row breaks one, and the answer names field, value and rule at its line.</summary>
public sealed class ManagedClusterRuleTests
{
    public static TheoryData<string, int, int> Sysctls
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (var range in JsonNode.Parse(Repository.Shared("conformance", "aks_sysctl_ranges.json"))!.AsArray().Where(static r => r!["min"] is not null))
            {
                data.Add((string)range!["field"]!, (int)range["min"]!, (int)range["max"]!);
            }

            return data;
        }
    }

    [Theory]
    [InlineData("controlPlane", "virtualNetwork: {name: v, cidrBlock: 10.0.0.0/16, subnet: {name: s, cidrBlock: 10.240.0.0/16}}", "10.240.0.0/16", "not in its virtual network")]
    [InlineData("controlPlane", "virtualNetwork: {name: v, subnet: {name: s, privateEndpoints: [{name: e}]}}", "private endpoint 'e'", "no connection")]
    [InlineData("controlPlane", "virtualNetwork: {name: v, subnet: {name: s, privateEndpoints: [{name: e, privateLinkServiceConnections: [{privateLinkServiceID: x}]}]}}", "\"x\"", "not an ARM id")]
    [InlineData("controlPlane", "enablePreviewFeatures: true", "enablePreviewFeatures", "not supported")]
    [InlineData("controlPlane", "networkPlugin: flannel", "networkPlugin", "flannel")]
    [InlineData("controlPlane", "networkPluginMode: flat", "networkPluginMode", "flat")]
    [InlineData("controlPlane", "networkPlugin: kubenet, networkPluginMode: overlay", "networkPluginMode", "overlay", "kubenet")]
    [InlineData("controlPlane", "networkPolicy: weave", "networkPolicy", "weave")]
    [InlineData("controlPlane", "networkPolicy: cilium", "networkPolicy", "cilium", "networkDataplane")]
    [InlineData("controlPlane", "networkDataplane: ebpf", "networkDataplane", "ebpf")]
    [InlineData("controlPlane", "networkDataplane: cilium, networkPolicy: cilium", "networkDataplane", "cilium", "overlay")]
    [InlineData("controlPlane", "networkDataplane: cilium, networkPluginMode: overlay", "networkDataplane", "cilium", "networkPolicy")]
    [InlineData("controlPlane", "outboundType: none", "outboundType", "none")]
    [InlineData("controlPlane", "loadBalancerSKU: Gateway", "loadBalancerSKU", "Gateway")]
    [InlineData("controlPlane", "loadBalancerProfile: {managedOutboundIPs: 0}", "managedOutboundIPs", "0", "1 to 100")]
    [InlineData("controlPlane", "loadBalancerProfile: {managedOutboundIPs: 101}", "managedOutboundIPs", "101", "1 to 100")]
    [InlineData("controlPlane", "loadBalancerProfile: {allocatedOutboundPorts: -1}", "allocatedOutboundPorts", "-1", "0 to 64000")]
    [InlineData("controlPlane", "loadBalancerProfile: {allocatedOutboundPorts: 64001}", "allocatedOutboundPorts", "64001")]
    [InlineData("controlPlane", "loadBalancerProfile: {idleTimeoutInMinutes: 3}", "idleTimeoutInMinutes", "3", "4 to 120")]
    [InlineData("controlPlane", "loadBalancerProfile: {idleTimeoutInMinutes: 121}", "idleTimeoutInMinutes", "121")]
    [InlineData("controlPlane", "loadBalancerProfile: {managedOutboundIPs: 1, outboundIPs: [a]}", "managedOutboundIPs and outboundIPs", "one way out")]
    [InlineData("controlPlane", "loadBalancerProfile: {outboundIPs: [a], outboundIPPrefixes: [b]}", "outboundIPPrefixes and outboundIPs")]
    [InlineData("controlPlane", "sku: {tier: Gold}", "tier", "Gold")]
    [InlineData("controlPlane", "disableLocalAccounts: true", "disableLocalAccounts", "aadProfile")]
    [InlineData("controlPlane", "apiServerAccessProfile: {authorizedIPRanges: [10.0.0.0/33]}", "authorizedIPRanges", "10.0.0.0/33")]
    [InlineData("controlPlane", "apiServerAccessProfile: {authorizedIPRanges: [office]}", "authorizedIPRanges", "office")]
    [InlineData("controlPlane", "apiServerAccessProfile: {privateDNSZone: mine}", "privateDNSZone", "mine")]
    [InlineData("controlPlane", "apiServerAccessProfile: {privateDNSZone: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateDnsZones/example.com}", "privateDNSZone", "privatelink.westeurope.azmk8s.io")]
    [InlineData("controlPlane", "apiServerAccessProfile: {privateDNSZone: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateDnsZones/privatelink.eastus.azmk8s.io}", "privateDNSZone", "privatelink.eastus.azmk8s.io")]
    [InlineData("controlPlane", "apiServerAccessProfile: {privateDNSZone: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateDnsZones/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.privatelink.westeurope.azmk8s.io}", "privateDNSZone", "32 characters")]
    [InlineData("controlPlane", "autoscalerProfile: {maxNodeProvisionTime: 10s}", "10s", "minutes")]
    [InlineData("controlPlane", "autoscalerProfile: {scaleDownDelayAfterAdd: 10s}", "10s", "minutes")]
    [InlineData("controlPlane", "autoscalerProfile: {scaleDownDelayAfterFailure: 10s}", "10s", "minutes")]
    [InlineData("controlPlane", "autoscalerProfile: {scaleDownUnneededTime: 10s}", "10s", "minutes")]
    [InlineData("controlPlane", "autoscalerProfile: {scaleDownUnreadyTime: 10s}", "10s", "minutes")]
    [InlineData("controlPlane", "autoscalerProfile: {scanInterval: 10m}", "10m", "seconds")]
    [InlineData("controlPlane", "autoscalerProfile: {scaleDownDelayAfterDelete: 10m}", "10m", "seconds")]
    [InlineData("controlPlane", "autoscalerProfile: {newPodScaleUpDelay: soon}", "new-pod-scale-up-delay", "soon")]
    [InlineData("controlPlane", "autoscalerProfile: {expander: cheapest}", "expander", "cheapest")]
    [InlineData("controlPlane", "autoscalerProfile: {balanceSimilarNodeGroups: \"yes\"}", "balance-similar-node-groups", "yes")]
    [InlineData("controlPlane", "autoscalerProfile: {skipNodesWithLocalStorage: \"no\"}", "skip-nodes-with-local-storage", "no")]
    [InlineData("controlPlane", "autoscalerProfile: {skipNodesWithSystemPods: \"1\"}", "skip-nodes-with-system-pods", "1")]
    [InlineData("controlPlane", "autoscalerProfile: {maxEmptyBulkDelete: \"-1\"}", "max-empty-bulk-delete", "-1")]
    [InlineData("controlPlane", "autoscalerProfile: {maxGracefulTerminationSec: \"1m\"}", "max-graceful-termination-sec", "1m")]
    [InlineData("controlPlane", "autoscalerProfile: {okTotalUnreadyCount: \"-3\"}", "ok-total-unready-count", "-3")]
    [InlineData("controlPlane", "autoscalerProfile: {maxTotalUnreadyPercentage: \"101\"}", "max-total-unready-percentage", "101", "0 to 100")]
    [InlineData("controlPlane", "autoscalerProfile: {maxTotalUnreadyPercentage: \"-1\"}", "max-total-unready-percentage", "-1", "0 to 100")]
    [InlineData("controlPlane", "autoscalerProfile: {scaleDownUtilizationThreshold: \"-0.1\"}", "scale-down-utilization-threshold", "-0.1", "0 to 1")]
    [InlineData("controlPlane", "autoscalerProfile: {scaleDownUtilizationThreshold: \"1.1\"}", "scale-down-utilization-threshold", "1.1", "0 to 1")]
    [InlineData("controlPlane", "identity: {type: UserAssigned}", "identity.type", "UserAssigned")]
    [InlineData("controlPlane", "identity: {type: SystemAssigned, userAssignedIdentityResourceID: /subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a}", "SystemAssigned")]
    [InlineData("controlPlane", "identity: {type: UserAssigned, userAssignedIdentityResourceID: me}", "me", "userAssignedIdentities")]
    [InlineData("controlPlane", "kubeletUserAssignedIdentity: me", "me", "userAssignedIdentities")]
    [InlineData("controlPlane", "dnsPrefix: -a", "dnsPrefix", "-a")]
    [InlineData("controlPlane", "dnsPrefix: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "dnsPrefix", "54")]
    [InlineData("controlPlane", "fleetsMember: {name: UPPER, managerName: f, managerResourceGroup: r}", "UPPER", "lower-case")]
    [InlineData("controlPlane", "autoUpgradeProfile: {upgradeChannel: daily}", "upgradeChannel", "daily")]
    [InlineData("controlPlane", "securityProfile: {azureKeyVaultKms: {enabled: true, keyID: k}}", "azureKeyVaultKms", "user-assigned")]
    [InlineData("controlPlane", "identity: {type: UserAssigned, userAssignedIdentityResourceID: /subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a}, securityProfile: {azureKeyVaultKms: {enabled: true}}", "azureKeyVaultKms", "keyID")]
    [InlineData("controlPlane", "identity: {type: UserAssigned, userAssignedIdentityResourceID: /subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a}, securityProfile: {azureKeyVaultKms: {enabled: true, keyID: k, keyVaultNetworkAccess: Private}}", "keyVaultNetworkAccess", "Private", "keyVaultResourceID")]
    [InlineData("controlPlane", "identity: {type: UserAssigned, userAssignedIdentityResourceID: /subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a}, securityProfile: {azureKeyVaultKms: {enabled: true, keyID: k, keyVaultResourceID: v}}", "keyVaultResourceID", "Public")]
    [InlineData("controlPlane", "identity: {type: UserAssigned, userAssignedIdentityResourceID: /subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a}, securityProfile: {azureKeyVaultKms: {enabled: true, keyID: k, keyVaultNetworkAccess: Open}}", "keyVaultNetworkAccess", "Open")]
    [InlineData("controlPlane", "securityProfile: {workloadIdentity: {enabled: true}}", "workloadIdentity", "OIDC")]
    [InlineData("controlPlane", "securityProfile: {imageCleaner: {enabled: true, intervalHours: 23}}", "intervalHours", "23")]
    [InlineData("controlPlane", "extensions: [{name: e, extensionType: t, version: 1.0.0}]", "version", "autoUpgradeMinorVersion")]
    [InlineData("controlPlane", "extensions: [{name: e, extensionType: t, scope: {scopeType: Cluster}}]", "Cluster", "releaseNamespace")]
    [InlineData("controlPlane", "extensions: [{name: e, extensionType: t, scope: {scopeType: Namespace}}]", "Namespace", "targetNamespace")]
    [InlineData("controlPlane", "extensions: [{name: e, extensionType: t, scope: {scopeType: Global}}]", "scopeType", "Global")]
    [InlineData("controlPlane", "asoManagedClusterPatches: ['{\"metadata\": {}}']", "metadata", "spec")]
    [InlineData("controlPlane", "asoManagedClusterPatches: ['{\"spec\": {\"networkProfil\": {}}}']", "networkProfil", "networkProfile")]
    [InlineData("controlPlane", "asoManagedClusterPatches: ['{\"spec\": ']", "patch")]
    [InlineData("controlPlane", "asoManagedClusterPatches: ['{\"spec\": {\"kubernetesVersion\": \"1.30.0\"}}']", "kubernetesVersion", "AzureManagedControlPlane")]
    [InlineData("controlPlane", "asoManagedClusterPatches: ['{\"spec\": {\"agentPoolProfiles\": []}}']", "agentPoolProfiles", "MachinePools")]
    [InlineData("pool", "asoManagedClustersAgentPoolPatches: ['{\"spec\": {\"orchestratorVersion\": \"1.30.0\"}}']", "orchestratorVersion", "MachinePool")]
    [InlineData("pool", "asoManagedClustersAgentPoolPatches: ['{\"spec\": {\"count\": 3}}']", "count", "replicas")]
    [InlineData("pool", "asoManagedClustersAgentPoolPatches: ['{\"spec\": {\"vmSise\": \"a\"}}']", "vmSise", "vmSize")]
    [InlineData("pool", "name: UPPER", "UPPER", "12")]
    [InlineData("pool", "name: abcdefghijklm", "abcdefghijklm", "12")]
    [InlineData("pool", "name: 1pool", "1pool", "first a letter")]
    [InlineData("pool", "osType: Windows", "mode", "System", "Windows")]
    [InlineData("user", "name: abcdefg, osType: Windows", "abcdefg", "6")]
    [InlineData("user", "osType: BeOS", "osType", "BeOS")]
    [InlineData("pool", "osDiskType: Tape", "osDiskType", "Tape")]
    [InlineData("pool", "maxPods: 9", "maxPods", "9", "10 to 250")]
    [InlineData("pool", "maxPods: 251", "maxPods", "251", "10 to 250")]
    [InlineData("pool", "nodeLabels: {kubernetes.azure.com/x: y}", "kubernetes.azure.com/x", "kubernetes.azure.com")]
    [InlineData("pool", "taints: [{effect: Never, key: a, value: b}]", "effect", "Never")]
    [InlineData("pool", "scaling: {minSize: 5, maxSize: 3}", "minCount", "5", "3")]
    [InlineData("pool", "scaling: {minSize: 0, maxSize: 3}", "minCount", "0", "at least one node")]
    [InlineData("pool", "scaleDownMode: Keep", "scaleDownMode", "Keep")]
    [InlineData("user", "scaleSetPriority: Cheap", "scaleSetPriority", "Cheap")]
    [InlineData("pool", "scaleSetPriority: Spot", "scaleSetPriority", "Spot", "System")]
    [InlineData("user", "scaleSetPriority: Spot, spotMaxPrice: \"-2\"", "spotMaxPrice", "-2")]
    [InlineData("user", "scaleSetPriority: Spot, spotMaxPrice: \"free\"", "spotMaxPrice", "free")]
    [InlineData("user", "spotMaxPrice: \"1.5\"", "spotMaxPrice", "Spot")]
    [InlineData("pool", "kubeletDiskType: RAM", "kubeletDiskType", "RAM")]
    [InlineData("pool", "subnetName: -s", "-s", "80")]
    [InlineData("pool", "nodePublicIPPrefixID: p, enableNodePublicIP: true", "nodePublicIPPrefixID", "publicIPPrefixes")]
    [InlineData("pool", "nodePublicIPPrefixID: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/publicIPPrefixes/p", "nodePublicIPPrefixID", "enableNodePublicIP")]
    [InlineData("pool", "availabilityZones: [\"4\"]", "4", "availability zone")]
    [InlineData("pool", "kubeletConfig: {cpuManagerPolicy: dynamic}", "cpuManagerPolicy", "dynamic")]
    [InlineData("pool", "kubeletConfig: {cpuCfsQuotaPeriod: 100s}", "cpuCfsQuotaPeriod", "100s", "ms")]
    [InlineData("pool", "kubeletConfig: {imageGcHighThreshold: 101}", "imageGcHighThreshold", "101")]
    [InlineData("pool", "kubeletConfig: {imageGcLowThreshold: -1}", "imageGcLowThreshold", "-1")]
    [InlineData("pool", "kubeletConfig: {imageGcHighThreshold: 50, imageGcLowThreshold: 60}", "imageGcLowThreshold", "60", "50")]
    [InlineData("pool", "kubeletConfig: {topologyManagerPolicy: all}", "topologyManagerPolicy", "all")]
    [InlineData("pool", "kubeletConfig: {allowedUnsafeSysctls: [vm.swappiness]}", "allowedUnsafeSysctls", "vm.swappiness")]
    [InlineData("pool", "kubeletConfig: {containerLogMaxFiles: 1}", "containerLogMaxFiles", "1", "2 or more")]
    [InlineData("pool", "kubeletConfig: {podMaxPids: -2}", "podMaxPids", "-2")]
    [InlineData("pool", "linuxOSConfig: {swapFileSizeMB: 0}", "swapFileSizeMB", "0")]
    [InlineData("pool", "linuxOSConfig: {swapFileSizeMB: 100}", "swapFileSizeMB", "failSwapOn")]
    [InlineData("pool", "linuxOSConfig: {transparentHugePageDefrag: maybe}", "transparentHugePageDefrag", "maybe")]
    [InlineData("pool", "linuxOSConfig: {transparentHugePageEnabled: defer}", "transparentHugePageEnabled", "defer")]
    [InlineData("pool", "linuxOSConfig: {sysctls: {netIpv4IPLocalPortRange: \"1023 40000\"}}", "netIpv4IPLocalPortRange", "1023 40000")]
    [InlineData("pool", "linuxOSConfig: {sysctls: {netIpv4IPLocalPortRange: \"61000 61001\"}}", "netIpv4IPLocalPortRange", "61000 61001")]
    [InlineData("pool", "linuxOSConfig: {sysctls: {netIpv4IPLocalPortRange: \"40000 32767\"}}", "netIpv4IPLocalPortRange", "40000 32767")]
    [InlineData("pool", "linuxOSConfig: {sysctls: {netIpv4IPLocalPortRange: \"50000 65001\"}}", "netIpv4IPLocalPortRange", "50000 65001")]
    [InlineData("pool", "linuxOSConfig: {sysctls: {netIpv4IPLocalPortRange: \"50000 40000\"}}", "netIpv4IPLocalPortRange", "50000 40000")]
    [InlineData("pool", "linuxOSConfig: {sysctls: {netIpv4IPLocalPortRange: \"50000\"}}", "netIpv4IPLocalPortRange", "50000")]
    public void Field_AgainstARule_IsNamedWithItsValueAtItsLine(string where, string field, params string[] words)
    {
        var result = Reading.Read(AksManifest.CapzWith(where, field));

        Assert.Empty(result.Clusters);
        Assert.Contains(result.Diagnostics, d => d.Line > 0 && words.All(word => $"{d.Message} {d.Action}".Contains(word, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("services: {cidrBlocks: [10.1.0.0/16, 10.2.0.0/16]}", "", "services", "takes one")]
    [InlineData("pods: {cidrBlocks: [10.1.0.0/16, 10.2.0.0/16]}", "", "pods", "takes one")]
    [InlineData("services: {cidrBlocks: [10.1.0.0/16]}", "dnsServiceIP: 10.1.0.11", "dnsServiceIP", "10.1.0.11", ".10")]
    [InlineData("services: {cidrBlocks: [10.1.0.0/16]}", "dnsServiceIP: 10.2.0.10", "dnsServiceIP", "10.2.0.10", "10.1.0.0/16")]
    [InlineData("", "dnsServiceIP: 10.1.0.10", "dnsServiceIP", "10.1.0.10", "service CIDR")]
    public void ClusterNetwork_AgainstARule_IsNamed(string cluster, string controlPlane, params string[] words)
    {
        var result = Reading.Read(AksManifest.Capz(cluster: cluster, controlPlane: controlPlane));

        Assert.Contains(result.Diagnostics, d => d.Line > 0 && words.All(word => $"{d.Message} {d.Action}".Contains(word, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("my-microsoft-aks", "microsoft")]
    [InlineData("windows-aks", "windows")]
    public void Name_WithAWordThatAzureKeeps_IsRefused(string name, string word)
    {
        var result = Reading.Read(AksManifest.Native(spec: $"name: {name}"));

        Assert.Contains(result.Diagnostics, d => d.Message.Contains(word, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.31")]
    [InlineData("v1.31")]
    [InlineData("v01.31.2")]
    [InlineData("latest")]
    public void Version_ThatIsNone_IsRefused(string version) =>
        Assert.Contains(Reading.Read(AksManifest.Capz(version: version == "1.31" ? "\"1.31\"" : version)).Diagnostics, static d => d.Code == "ORC0111");

    [Theory]
    [MemberData(nameof(Sysctls))]
    public void Sysctl_AtItsBounds_IsTakenAndBeyondThemRefused(string field, int least, int most)
    {
        foreach (var (value, isRight) in new[] { (least, true), (most, true), (least - 1, false), (most + 1L, false) })
        {
            var result = Reading.Read(AksManifest.Capz(pool: $"linuxOSConfig: {{sysctls: {{{field}: {value}}}}}"));

            Assert.True(isRight == result.IsValid, $"{field}: {value} {string.Join('\n', result.Diagnostics.Select(Reading.Show))}");
            Assert.True(isRight || result.Diagnostics.Any(d => d.Message.Contains(field, StringComparison.Ordinal) && d.Message.Contains($"{value}", StringComparison.Ordinal)));
        }
    }

    /// <summary>Where Azure's contract and CAPZ disagree, native manifests follow the contract.</summary>
    [Theory]
    [InlineData("netIpv4TcpkeepaliveIntvl", 10, 90)]
    [InlineData("netNetfilterNfConntrackMax", 131072, 2097152)]
    [InlineData("netNetfilterNfConntrackBuckets", 65536, 524288)]
    public void NativeSysctl_AtAzuresBounds_IsTakenAndBeyondThemRefused(string field, int least, int most)
    {
        foreach (var (value, isRight) in new[] { (least, true), (most, true), (least - 1, false), (most + 1, false) })
        {
            var result = Reading.Read(AksManifest.Native(pool: $"linuxOSConfig: {{sysctls: {{{field}: {value}}}}}"));

            Assert.True(isRight == result.IsValid, $"{field}: {value} {string.Join('\n', result.Diagnostics.Select(Reading.Show))}");
            Assert.True(isRight || result.Diagnostics.Any(d => d.Line > 0 && d.Message.Contains($"'{field}' cannot be {value}", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Pools_NoneOfModeSystem_AreRefused() =>
        Assert.Contains(Reading.Read(AksManifest.Capz(mode: "User")).Diagnostics, static d => d.Message.Contains("no pool of mode System", StringComparison.Ordinal));

    /// <summary>Another pool of mode System would be enough.</summary>
    [Fact]
    public void Pool_LastOfModeSystem_CannotBeTurnedUserUnlessAnotherIs()
    {
        Assert.False(Reading.Read(AksManifest.Capz(mode: "User", second: AksManifest.Pool("mode: User"))).IsValid);
        Assert.True(Reading.Read(AksManifest.Capz(mode: "User", second: AksManifest.Pool("mode: System"))).IsValid);
    }

    [Theory]
    [InlineData("my-microsoft-aks")]
    [InlineData("windows-aks")]
    public void TypedName_WithAWordThatAzureKeeps_IsRefused(string name) =>
        Assert.Contains(Reading.Read(AksManifest.Capz().Replace("name: aks", $"name: {name}", StringComparison.Ordinal)).Diagnostics, d => d.Line > 0 && d.Message.Contains(name, StringComparison.Ordinal));

    [Fact]
    public void Windows_WithoutAzuresNetworkPlugin_IsRefused()
    {
        var result = Reading.Read(AksManifest.Capz(controlPlane: "networkPlugin: kubenet", second: AksManifest.Pool("mode: User, osType: Windows, name: win")));

        Assert.Contains(result.Diagnostics, static d => d.Message.Contains("'networkPlugin' azure; it is kubenet", StringComparison.Ordinal));
    }
}
