using Orchestrator.Manifests.Validation;

namespace Orchestrator.Manifests.Tests.ManagedClusters;

/// <summary>Fields of AKS clusters and pools that cannot change, named with their value, and those that may.</summary>
public sealed class ManagedClusterTransitionTests
{
    [Theory]
    [InlineData("controlPlane", "", "nodeResourceGroupName: other", "nodeResourceGroup", "other")]
    [InlineData("controlPlane", "", "virtualNetwork: {name: other}", "virtualNetwork.name", "other")]
    [InlineData("controlPlane", "", "virtualNetwork: {name: aks, resourceGroup: other}", "virtualNetwork.resourceGroup", "other")]
    [InlineData("controlPlane", "", "virtualNetwork: {name: aks, cidrBlock: 10.128.0.0/9, subnet: {name: aks, cidrBlock: 10.240.0.0/16}}", "cidrBlocks", "10.128.0.0/9")]
    [InlineData("controlPlane", "", "virtualNetwork: {name: aks, subnet: {name: other}}", "subnet", "aks")]
    [InlineData("controlPlane", "", "virtualNetwork: {name: aks, subnet: {name: aks, cidrBlock: 10.241.0.0/16}}", "cidrBlocks", "10.241.0.0/16")]
    [InlineData("controlPlane", "", "networkPlugin: kubenet", "networkPlugin", "kubenet")]
    [InlineData("controlPlane", "networkPolicy: azure", "networkPolicy: azure, networkPluginMode: overlay, virtualNetwork: {name: aks, cidrBlock: 10.0.0.0/8, subnet: {name: aks, cidrBlock: 10.240.0.0/16}}", "networkPluginMode", "networkPolicy")]
    [InlineData("controlPlane", "networkPolicy: azure", "networkPolicy: calico", "networkPolicy", "azure", "calico")]
    [InlineData("controlPlane", "", "networkDataplane: azure", "networkDataplane", "azure")]
    [InlineData("controlPlane", "", "outboundType: userDefinedRouting", "outboundType", "userDefinedRouting")]
    [InlineData("controlPlane", "", "loadBalancerSKU: Basic", "loadBalancerSku", "basic")]
    [InlineData("controlPlane", "aadProfile: {managed: true, adminGroupObjectIDs: [a]}", "", "aadProfile", "removed")]
    [InlineData("controlPlane", "aadProfile: {managed: true, adminGroupObjectIDs: [a]}", "aadProfile: {managed: false, adminGroupObjectIDs: [a]}", "managed", "false")]
    [InlineData("controlPlane", "aadProfile: {managed: true, adminGroupObjectIDs: [a]}", "aadProfile: {managed: true, adminGroupObjectIDs: []}", "adminGroupObjectIDs", "empty")]
    [InlineData("controlPlane", "aadProfile: {managed: true, adminGroupObjectIDs: [a]}, disableLocalAccounts: true", "aadProfile: {managed: true, adminGroupObjectIDs: [a]}", "disableLocalAccounts", "true")]
    [InlineData("controlPlane", "addonProfiles: [{name: azurepolicy, enabled: true}]", "", "azurepolicy", "enabled: false")]
    [InlineData("controlPlane", "", "apiServerAccessProfile: {enablePrivateCluster: true}", "enablePrivateCluster", "true")]
    [InlineData("controlPlane", "", "apiServerAccessProfile: {privateDNSZone: none}", "privateDNSZone", "none")]
    [InlineData("controlPlane", "", "apiServerAccessProfile: {enablePrivateClusterPublicFQDN: true}", "enablePrivateClusterPublicFQDN", "true")]
    [InlineData("controlPlane", "", "httpProxyConfig: {httpProxy: 'http://p'}", "httpProxyConfig", "http://p")]
    [InlineData("controlPlane", "oidcIssuerProfile: {enabled: true}", "oidcIssuerProfile: {enabled: false}", "oidcIssuerProfile", "false")]
    [InlineData("controlPlane", "", "dnsPrefix: other", "dnsPrefix", "other")]
    [InlineData("controlPlane", "", "sshPublicKey: \"\"", "linuxProfile")]
    [InlineData("controlPlane", "fleetsMember: {managerName: f, managerResourceGroup: r}", "fleetsMember: {name: other, managerName: f, managerResourceGroup: r}", "fleetMember", "other")]
    [InlineData("controlPlane", "autoUpgradeProfile: {upgradeChannel: patch}", "", "upgradeChannel", "removed")]
    [InlineData("controlPlane", "oidcIssuerProfile: {enabled: true}, securityProfile: {imageCleaner: {enabled: true, intervalHours: 48}}", "oidcIssuerProfile: {enabled: true}", "imageCleaner", "removed")]
    [InlineData("controlPlane", "oidcIssuerProfile: {enabled: true}, securityProfile: {defender: {securityMonitoring: {enabled: true}}}", "oidcIssuerProfile: {enabled: true}", "defender", "removed")]
    [InlineData("controlPlane", "oidcIssuerProfile: {enabled: true}, securityProfile: {workloadIdentity: {enabled: true}}", "oidcIssuerProfile: {enabled: true}", "workloadIdentity", "removed")]
    [InlineData("controlPlane", "identity: {type: UserAssigned, userAssignedIdentityResourceID: /subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a}, securityProfile: {azureKeyVaultKms: {enabled: true, keyID: k}}", "identity: {type: UserAssigned, userAssignedIdentityResourceID: /subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a}", "azureKeyVaultKms", "removed")]
    [InlineData("controlPlane", "extensions: [{name: e, extensionType: a}]", "extensions: [{name: e, extensionType: b}]", "extensionType")]
    [InlineData("controlPlane", "extensions: [{name: e, extensionType: a, plan: {name: p, product: q, publisher: r}}]", "extensions: [{name: e, extensionType: a, plan: {name: p, product: z, publisher: r}}]", "plan")]
    [InlineData("controlPlane", "extensions: [{name: e, extensionType: a, scope: {scopeType: Cluster, releaseNamespace: x}}]", "extensions: [{name: e, extensionType: a, scope: {scopeType: Cluster, releaseNamespace: y}}]", "scope")]
    [InlineData("controlPlane", "extensions: [{name: e, extensionType: a, releaseTrain: Stable}]", "extensions: [{name: e, extensionType: a, releaseTrain: Preview}]", "releaseTrain")]
    [InlineData("controlPlane", "extensions: [{name: e, extensionType: a, autoUpgradeMinorVersion: false, version: 1.0.0}]", "extensions: [{name: e, extensionType: a, autoUpgradeMinorVersion: false, version: 1.1.0}]", "version")]
    [InlineData("controlPlane", "extensions: [{name: e, extensionType: a}]", "extensions: [{name: e, extensionType: a, identity: SystemAssigned}]", "identity")]
    [InlineData("controlPlane", "extensions: [{name: e, extensionType: a, aksAssignedIdentityType: SystemAssigned}]", "extensions: [{name: e, extensionType: a, aksAssignedIdentityType: UserAssigned}]", "aksAssignedIdentity")]
    [InlineData("user", "name: win, osType: Linux", "name: win, osType: Windows", "osType", "Linux", "Windows")]
    [InlineData("pool", "osDiskSizeGB: 60", "osDiskSizeGB: 70", "osDiskSizeGB")]
    [InlineData("pool", "", "osDiskType: Ephemeral", "osDiskType")]
    [InlineData("pool", "availabilityZones: [\"1\"]", "availabilityZones: [\"1\", \"2\"]", "availabilityZones")]
    [InlineData("pool", "maxPods: 30", "maxPods: 40", "maxPods")]
    [InlineData("pool", "", "scaleSetPriority: Regular", "scaleSetPriority")]
    [InlineData("pool", "", "enableUltraSSD: true", "enableUltraSSD")]
    [InlineData("pool", "", "enableFIPS: true", "enableFIPS")]
    [InlineData("pool", "", "enableEncryptionAtHost: true", "enableEncryptionAtHost")]
    [InlineData("pool", "", "enableNodePublicIP: true", "enableNodePublicIP")]
    [InlineData("pool", "", "kubeletDiskType: OS", "kubeletDiskType")]
    [InlineData("pool", "", "subnetName: other", "vnetSubnetID")]
    [InlineData("pool", "enableNodePublicIP: true", "enableNodePublicIP: true, nodePublicIPPrefixID: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/publicIPPrefixes/p", "nodePublicIPPrefixID")]
    [InlineData("pool", "kubeletConfig: {podMaxPids: 100}", "kubeletConfig: {podMaxPids: 200}", "kubeletConfig")]
    [InlineData("pool", "", "linuxOSConfig: {transparentHugePageEnabled: never}", "linuxOSConfig")]
    public void Field_ThatCannotChange_IsNamedWithItsValue(string where, string before, string after, params string[] words)
    {
        var old = Reading.Cluster(Reading.Read(AksManifest.CapzWith(where, before)));
        var result = Reading.Read(AksManifest.CapzWith(where, after));
        var next = Reading.Cluster(result);

        var problems = ClusterTransitions.Validate(old, next, result.Origins[next.Key]);

        Assert.Contains(problems, d => d.Code == "ORC0112" && words.All(word => $"{d.Message} {d.Action}".Contains(word, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("resourceGroupName: rg", "resourceGroupName: other", "resourceGroup")]
    [InlineData("location: westeurope", "location: northeurope", "location")]
    [InlineData("subscriptionID: 0", "subscriptionID: 1", "subscriptionId")]
    [InlineData("resourceGroupName: rg", "resourceGroupName: rg, azureEnvironment: AzureChinaCloud", "environment")]
    [InlineData("sku: Standard_D2s_v3", "sku: Standard_D4s_v3", "vmSize")]
    [InlineData("version: v1.31.2", "version: v1.30.9", "v1.31.2")]
    public void Field_ThatEveryManifestHas_CannotChange(string before, string after, string word)
    {
        var old = Reading.Cluster(Reading.Read(AksManifest.Capz()));
        var next = Reading.Cluster(Reading.Read(AksManifest.Capz().Replace(before, after, StringComparison.Ordinal)));

        Assert.Contains(ClusterTransitions.Validate(old, next), d => d.Message.Contains(word, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("controlPlane", "", "sku: {tier: Standard}")]
    [InlineData("controlPlane", "loadBalancerProfile: {managedOutboundIPs: 1}", "loadBalancerProfile: {managedOutboundIPs: 2}")]
    [InlineData("controlPlane", "apiServerAccessProfile: {authorizedIPRanges: [10.0.0.0/8]}", "apiServerAccessProfile: {authorizedIPRanges: [11.0.0.0/8]}")]
    [InlineData("controlPlane", "", "autoscalerProfile: {scanInterval: 20s}")]
    [InlineData("controlPlane", "addonProfiles: [{name: azurepolicy, enabled: true}]", "addonProfiles: [{name: azurepolicy, enabled: false}]")]
    [InlineData("controlPlane", "", "networkPluginMode: overlay, virtualNetwork: {name: aks, cidrBlock: 10.0.0.0/8, subnet: {name: aks, cidrBlock: 10.240.0.0/16}}")]
    [InlineData("pool", "", "nodeLabels: {a: b}, taints: [{key: k, value: v, effect: NoSchedule}], scaling: {minSize: 1, maxSize: 3}, scaleDownMode: Deallocate")]
    [InlineData("user", "scaleSetPriority: Spot, spotMaxPrice: \"0.5\"", "scaleSetPriority: Spot, spotMaxPrice: \"0.7\"")]
    [InlineData("pool", "additionalTags: {a: b}", "additionalTags: {a: c}")]
    [InlineData("pool", "", "asoManagedClustersAgentPoolPatches: ['{\"spec\": {\"upgradeSettings\": {\"maxSurge\": \"50%\"}}}']")]
    [InlineData("controlPlane", "fleetsMember: {managerName: f, managerResourceGroup: r}", "fleetsMember: {managerName: f, managerResourceGroup: r, group: blue}")]
    [InlineData("controlPlane", "extensions: [{name: e, extensionType: a}]", "extensions: [{name: e, extensionType: a, configurationSettings: {x: y}}]")]
    [InlineData("controlPlane", "", "asoManagedClusterPatches: ['{\"spec\": {\"supportPlan\": \"KubernetesOfficial\"}}']")]
    [InlineData("pool", "availabilityZones: [\"1\", \"2\"]", "availabilityZones: [\"2\", \"1\"]")]
    public void Field_ThatMayChange_IsTaken(string where, string before, string after)
    {
        var (old, next) = (Reading.Cluster(Reading.Read(AksManifest.CapzWith(where, before))), Reading.Cluster(Reading.Read(AksManifest.CapzWith(where, after))));

        Assert.Empty(ClusterTransitions.Validate(old, next).Select(Reading.Show));
    }

    [Fact]
    public void Version_OverSeveralMinors_IsTaken()
    {
        var (old, next) = (Reading.Cluster(Reading.Read(AksManifest.Capz())), Reading.Cluster(Reading.Read(AksManifest.Capz(version: "v1.34.0"))));

        Assert.Empty(ClusterTransitions.Validate(old, next));
    }

    [Fact]
    public void Native_ToAKubeadmCluster_CannotChange()
    {
        var kubeadm = Reading.Cluster(Reading.Read(Manifest.Native()));
        var aks = AksReading.Cluster(AksManifest.Native());

        Assert.Contains(ClusterTransitions.Validate(kubeadm, aks), static d => d.Message.Contains("an AKS cluster", StringComparison.Ordinal));
    }
}
