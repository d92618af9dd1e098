using System.Text.Json.Nodes;
using Orchestrator.Contracts.Plans;
using static Orchestrator.Manifests.Tests.ManagedClusters.AksReading;

namespace Orchestrator.Manifests.Tests.ManagedClusters;

/// <summary>What AKS clusters in the typed kinds of Cluster API Provider Azure come to.</summary>
public sealed class TypedReadingTests
{
    [Fact]
    public void Typed_WithNothingSaid_HasCapzsDefaults()
    {
        var spec = Cluster(AksManifest.Capz());
        var cluster = spec.ManagedCluster!;

        Assert.Equal(("aks", "v1.31.2", "rg"), (cluster.Name, cluster.Version, spec.ResourceGroup));
        Assert.Equal(("aks", "10.0.0.0/8", "10.240.0.0/16"), (spec.Network.VirtualNetwork.Name, spec.Network.VirtualNetwork.CidrBlocks[0], spec.Network.Subnets[0].CidrBlocks[0]));
        AssertJson(
            """
            {"properties":{"networkProfile":{"networkPlugin":"azure","loadBalancerSku":"standard"},"nodeResourceGroup":"MC_rg_aks_westeurope","oidcIssuerProfile":{"enabled":false},
            "enableRBAC":true,"servicePrincipalProfile":{"clientId":"msi"},"dnsPrefix":"aks"},"sku":{"name":"Base","tier":"Free"},"identity":{"type":"SystemAssigned"}}
            """,
            cluster.Body);
        AssertJson(
            """
            {"mode":"System","vmSize":"Standard_D2s_v3","osType":"Linux","osDiskType":"Managed","scaleDownMode":"Delete","type":"VirtualMachineScaleSets",
            "vnetSubnetID":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/aks/subnets/aks"}
            """,
            cluster.Pools.Single().Properties);
    }

    [Fact]
    public void Typed_EveryField_IsInTheBodyUnderArmsName()
    {
        const string identity = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a";
        var body = Cluster(AksManifest.Capz(
            cluster: "services: {cidrBlocks: [10.1.0.0/16]}, pods: {cidrBlocks: [10.244.0.0/16]}",
            controlPlane: "networkPluginMode: overlay, networkPolicy: cilium, networkDataplane: cilium, outboundType: managedNATGateway, loadBalancerSKU: Basic, sku: {tier: Paid}, "
                + "loadBalancerProfile: {outboundIPs: [/ip], allocatedOutboundPorts: 8, idleTimeoutInMinutes: 5}, aadProfile: {managed: true, adminGroupObjectIDs: [g]}, disableLocalAccounts: true, "
                + "addonProfiles: [{name: azurepolicy, enabled: true, config: {a: b}}], autoscalerProfile: {scanInterval: 20s}, oidcIssuerProfile: {enabled: true}, autoUpgradeProfile: {upgradeChannel: patch}, "
                + "apiServerAccessProfile: {authorizedIPRanges: [10.0.0.0/8], enablePrivateCluster: true, privateDNSZone: none, enablePrivateClusterPublicFQDN: true}, "
                + $"identity: {{type: UserAssigned, userAssignedIdentityResourceID: {identity}}}, kubeletUserAssignedIdentity: {identity}, httpProxyConfig: {{httpProxy: 'http://p', noProxy: [a], trustedCa: c}}, "
                + "securityProfile: {azureKeyVaultKms: {enabled: true, keyID: k}, defender: {logAnalyticsWorkspaceResourceID: w, securityMonitoring: {enabled: true}}, imageCleaner: {enabled: true, intervalHours: 48}, workloadIdentity: {enabled: true}}, "
                + "virtualNetwork: {name: v, cidrBlock: 10.0.0.0/8, subnet: {name: sn, cidrBlock: 10.3.0.0/16}}, sshPublicKey: c3NoLXJzYSBBQUFB")).ManagedCluster!.Body;

        AssertJson(
            $$"""
            {"properties":{
              "networkProfile":{"networkPluginMode":"overlay","networkPolicy":"cilium","networkDataplane":"cilium","outboundType":"managedNATGateway","loadBalancerSku":"basic","networkPlugin":"azure",
                "loadBalancerProfile":{"outboundIPs":{"publicIPs":[{"id":"/ip"}]},"allocatedOutboundPorts":8,"idleTimeoutInMinutes":5},"podCidr":"10.244.0.0/16","serviceCidr":"10.1.0.0/16","dnsServiceIP":"10.1.0.10"},
              "apiServerAccessProfile":{"authorizedIPRanges":["10.0.0.0/8"],"enablePrivateCluster":true,"privateDNSZone":"none","enablePrivateClusterPublicFQDN":true},
              "aadProfile":{"managed":true,"adminGroupObjectIDs":["g"],"enableAzureRBAC":true},"disableLocalAccounts":true,"identityProfile":{"kubeletidentity":{"resourceId":"{{identity}}"} },
              "oidcIssuerProfile":{"enabled":true},"autoUpgradeProfile":{"upgradeChannel":"patch"},"httpProxyConfig":{"httpProxy":"http://p","noProxy":["a"],"trustedCa":"c"},
              "addonProfiles":{"azurepolicy":{"enabled":true,"config":{"a":"b"} } },"linuxProfile":{"adminUsername":"azureuser","ssh":{"publicKeys":[{"keyData":"ssh-rsa AAAA"}]} },
              "securityProfile":{"azureKeyVaultKms":{"enabled":true,"keyId":"k","keyVaultNetworkAccess":"Public"},"defender":{"logAnalyticsWorkspaceResourceId":"w","securityMonitoring":{"enabled":true} },
                "imageCleaner":{"enabled":true,"intervalHours":48},"workloadIdentity":{"enabled":true} },
              "autoScalerProfile":{"scan-interval":"20s","balance-similar-node-groups":"false","expander":"random","max-empty-bulk-delete":"10","max-graceful-termination-sec":"600","max-node-provision-time":"15m",
                "max-total-unready-percentage":"45","new-pod-scale-up-delay":"0s","ok-total-unready-count":"3","scale-down-delay-after-add":"10m","scale-down-delay-after-delete":"10s","scale-down-delay-after-failure":"3m",
                "scale-down-unneeded-time":"10m","scale-down-unready-time":"20m","scale-down-utilization-threshold":"0.5","skip-nodes-with-local-storage":"false","skip-nodes-with-system-pods":"true"},
              "nodeResourceGroup":"MC_rg_aks_westeurope","enableRBAC":true,"servicePrincipalProfile":{"clientId":"msi"},"dnsPrefix":"aks"},
             "sku":{"name":"Base","tier":"Standard"},"identity":{"type":"UserAssigned","userAssignedIdentities":{"{{identity}}":{} } } }
            """,
            body);
    }

    [Theory]
    [InlineData("networkPlugin: kubenet", "networkProfile.networkPlugin", "kubenet")]
    [InlineData("nodeResourceGroupName: nodes", "nodeResourceGroup", "nodes")]
    [InlineData("dnsPrefix: name", "dnsPrefix", "name")]
    [InlineData("loadBalancerProfile: {managedOutboundIPs: 3}", "networkProfile.loadBalancerProfile.managedOutboundIPs.count", "3")]
    [InlineData("loadBalancerProfile: {outboundIPPrefixes: [/p]}", "networkProfile.loadBalancerProfile.outboundIPPrefixes.publicIPPrefixes", "[{\"id\":\"/p\"}]")]
    [InlineData("httpProxyConfig: {httpsProxy: 'https://p'}", "httpProxyConfig.httpsProxy", "https://p")]
    [InlineData("identity: {type: UserAssigned, userAssignedIdentityResourceID: /subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a}, securityProfile: {azureKeyVaultKms: {enabled: true, keyID: k, keyVaultNetworkAccess: Private, keyVaultResourceID: v}}", "securityProfile.azureKeyVaultKms.keyVaultResourceId", "v")]
    [InlineData("autoUpgradeProfile: {upgradeChannel: node-image}", "autoUpgradeProfile.upgradeChannel", "node-image")]
    public void Typed_FieldThatExcludesAnother_IsInTheBodyUnderArmsName(string field, string path, string value)
    {
        JsonNode? node = Cluster(AksManifest.Capz(controlPlane: field)).ManagedCluster!.Body["properties"];
        foreach (var name in path.Split('.'))
        {
            node = node![name];
        }

        Assert.Equal(value, node is JsonArray ? node.ToJsonString() : node!.ToString());
    }

    [Fact]
    public void TypedPool_EveryField_IsInTheBodyUnderArmsName()
    {
        var pool = Cluster(AksManifest.Capz(
            second: AksManifest.Pool(
                "name: work, mode: User, osDiskSizeGB: 64, osDiskType: Ephemeral, availabilityZones: [\"1\"], maxPods: 50, nodeLabels: {a: b}, taints: [{key: k, value: v, effect: NoSchedule}], "
                + "scaling: {minSize: 1, maxSize: 4}, scaleDownMode: Deallocate, scaleSetPriority: Spot, spotMaxPrice: \"0.5\", enableUltraSSD: true, enableFIPS: true, enableEncryptionAtHost: true, enableNodePublicIP: true, "
                + "kubeletDiskType: OS, additionalTags: {t: u}, kubeletConfig: {failSwapOn: false, cpuManagerPolicy: static}, linuxOSConfig: {swapFileSizeMB: 100, sysctls: {netIpv4TCPFinTimeout: 10, netIpv4TCPTwReuse: true}}, "
                + "asoManagedClustersAgentPoolPatches: ['{\"spec\": {\"osSKU\": \"AzureLinux\", \"upgradeSettings\": {\"maxSurge\": \"50%\"}}}']"))).ManagedCluster!.Pools[1];

        Assert.Equal("work", pool.Name);
        AssertJson(
            """
            {"mode":"User","vmSize":"Standard_D2s_v3","osDiskSizeGB":64,"osDiskType":"Ephemeral","availabilityZones":["1"],"kubeletDiskType":"OS","enableUltraSSD":true,"enableFIPS":true,"enableEncryptionAtHost":true,
             "enableNodePublicIP":true,"maxPods":50,"minCount":1,"maxCount":4,"enableAutoScaling":true,"scaleDownMode":"Deallocate","scaleSetPriority":"Spot","spotMaxPrice":0.5,"nodeLabels":{"a":"b"},"tags":{"t":"u"},
             "nodeTaints":["k=v:NoSchedule"],"kubeletConfig":{"cpuManagerPolicy":"static","failSwapOn":false},"linuxOSConfig":{"swapFileSizeMB":100,"sysctls":{"netIpv4TcpFinTimeout":10,"netIpv4TcpTwReuse":true}},
             "osType":"Linux","type":"VirtualMachineScaleSets","osSKU":"AzureLinux","upgradeSettings":{"maxSurge":"50%"},
             "vnetSubnetID":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/aks/subnets/aks"}
            """,
            pool.Properties);
    }

    [Fact]
    public void Patches_AreLaidOverTheBodyInTheirOrder()
    {
        var body = Cluster(AksManifest.Capz(controlPlane: """
            asoManagedClusterPatches: ['{"spec": {"networkProfile": {"ipFamilies": ["IPv4"]}, "supportPlan": "KubernetesOfficial"}}', '{"spec": {"supportPlan": "AKSLongTermSupport", "sku": {"tier": "Premium"}}}']
            """.Trim())).ManagedCluster!.Body;

        Assert.Equal(("AKSLongTermSupport", "Premium", "azure"), ((string?)body["properties"]!["supportPlan"], (string?)body["sku"]!["tier"], (string?)body["properties"]!["networkProfile"]!["networkPlugin"]));
        Assert.Equal("IPv4", (string?)body["properties"]!["networkProfile"]!["ipFamilies"]![0]);
    }

    [Fact]
    public void Patches_ThatSayNull_WinOverDefaults()
    {
        var cluster = Cluster(AksManifest.Capz(
            controlPlane: """asoManagedClusterPatches: ['{"spec": {"enableRBAC": null, "sku": null, "oidcIssuerProfile": null, "networkProfile": {"loadBalancerSku": null}}}']""",
            pool: """asoManagedClustersAgentPoolPatches: ['{"spec": {"scaleDownMode": null}}']""")).ManagedCluster!;

        Assert.All(
            new[] { cluster.Body["properties"]!["enableRBAC"], cluster.Body["sku"], cluster.Body["properties"]!["oidcIssuerProfile"], cluster.Body["properties"]!["networkProfile"]!["loadBalancerSku"], cluster.Pools[0].Properties["scaleDownMode"] },
            Assert.Null);
        Assert.True(cluster.Body["properties"]!.AsObject().ContainsKey("enableRBAC"));
    }

    [Fact]
    public void Annotations_BecomeHeaders()
    {
        var cluster = Cluster(AksManifest.Capz(
            meta: "annotations: {infrastructure.cluster.x-k8s.io/custom-header-UseGPUDedicatedVHD: \"true\"}", poolMeta: "annotations: {infrastructure.cluster.x-k8s.io/custom-header-X-A: b}")).ManagedCluster!;

        Assert.Equal(["UseGPUDedicatedVHD=true"], cluster.Headers.Select(static h => $"{h.Key}={h.Value}"));
        Assert.Equal(["X-A=b"], cluster.Pools[0].Headers.Select(static h => $"{h.Key}={h.Value}"));
    }

    [Fact]
    public void FleetMemberAndExtensions_ArePartsOfTheCluster()
    {
        var parts = Cluster(AksManifest.Capz(
            controlPlane: "fleetsMember: {managerName: f, managerResourceGroup: r, group: blue}, "
                + "extensions: [{name: flux, extensionType: microsoft.flux, plan: {product: p, publisher: q}, scope: {scopeType: Cluster, releaseNamespace: flux-system}, configurationSettings: {a: b}}]")).ManagedCluster!.Parts;

        Assert.Equal([StepKinds.FleetMember, StepKinds.ClusterExtension], parts.Select(static p => p.Kind));
        Assert.EndsWith("/resourceGroups/r/providers/Microsoft.ContainerService/fleets/f/members/aks", parts[0].Id, StringComparison.Ordinal);
        Assert.Equal("blue", (string?)parts[0].Body["properties"]!["group"]);
        Assert.EndsWith("/managedClusters/aks/providers/Microsoft.KubernetesConfiguration/extensions/flux", parts[1].Id, StringComparison.Ordinal);
        Assert.Equal(("aks-p", true, "flux-system"), ((string?)parts[1].Body["plan"]!["name"], (bool)parts[1].Body["properties"]!["autoUpgradeMinorVersion"]!, (string?)parts[1].Body["properties"]!["scope"]!["cluster"]!["releaseNamespace"]));
    }

    [Fact]
    public void Topology_WithoutItsClass_SaysSo()
    {
        var result = Reading.ReadTemplate(Repository.Shared("inputs", "capz", "cluster-template-aks-topology.yaml"), ("CLUSTER_CLASS_NAME", "mine"));

        Assert.Contains(result.Diagnostics, static d => d.Code == "ORC0107" && d.Message.Contains("ClusterClass 'mine'", StringComparison.Ordinal));
    }
}
