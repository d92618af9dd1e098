using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;
using Orchestrator.Manifests.Validation;

namespace Orchestrator.Manifests.Tests.ManagedClusters;

/// <summary>What manifests of AKS clusters come to, whatever their format.</summary>
public sealed class ManagedClusterReadingTests
{
    private const string Operator = """
        apiVersion: cluster.x-k8s.io/v1beta1
        kind: Cluster
        metadata: {name: c1}
        spec:
          controlPlaneRef: {apiVersion: infrastructure.cluster.x-k8s.io/v1beta1, kind: AzureASOManagedControlPlane, name: c1}
          infrastructureRef: {apiVersion: infrastructure.cluster.x-k8s.io/v1beta1, kind: AzureASOManagedCluster, name: c1}
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureASOManagedControlPlane
        metadata: {name: c1}
        spec:
          version: v1.31.2
          resources:
          - apiVersion: containerservice.azure.com/v1api20240901
            kind: ManagedCluster
            metadata: {name: c1, annotations: {serviceoperator.azure.com/credential-from: aso}}
            spec:
              azureName: real
              owner: {name: c1}
              location: westeurope
              tags: {a: b}
              diskEncryptionSetReference: {armId: /des}
              identity: {type: UserAssigned, userAssignedIdentities: [{reference: {armId: /subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a}}]}
              networkProfile: {loadBalancerProfile: {outboundIPs: {publicIPs: [{reference: {armId: /ip}}]}}}
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureASOManagedCluster
        metadata: {name: c1}
        spec:
          resources:
          - {apiVersion: resources.azure.com/v1api20200601, kind: ResourceGroup, metadata: {name: c1}, spec: {azureName: group, location: westeurope}}
        ---
        apiVersion: cluster.x-k8s.io/v1beta1
        kind: MachinePool
        metadata: {name: mp}
        spec: {clusterName: c1, replicas: 2, template: {spec: {clusterName: c1, version: v1.31.2, bootstrap: {dataSecretName: ""}, infrastructureRef: {kind: AzureASOManagedMachinePool, name: mp}}}}
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureASOManagedMachinePool
        metadata: {name: mp}
        spec:
          resources:
          - apiVersion: containerservice.azure.com/v1api20240901
            kind: ManagedClustersAgentPool
            metadata: {name: mp}
            spec: {azureName: pool0, owner: {name: c1}, mode: System, vmSize: Standard_D2s_v3, vnetSubnetReference: {armId: /net/subnets/nodes}}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: aso}
        stringData: {AZURE_SUBSCRIPTION_ID: 00000000-0000-0000-0000-000000000000, AZURE_TENANT_ID: t, AZURE_CLIENT_ID: c, AZURE_CLIENT_SECRET: s}
        """;

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
    public void Native_FleetMemberAndExtensions_AreInArmsWords()
    {
        const string fleet = "/subscriptions/s/resourceGroups/r/providers/Microsoft.ContainerService/fleets/f";
        var parts = Cluster(AksManifest.Native(spec: $$"""
            fleetMember: {fleet: {{fleet}}, group: blue}
              extensions:
              - {name: flux, extensionType: microsoft.flux, autoUpgradeMinorVersion: false, version: 1.2.0, scope: {cluster: {releaseNamespace: flux-system} }, identity: {type: SystemAssigned} }
            """)).ManagedCluster!.Parts;

        Assert.Equal($"{fleet}/members/c1", parts[0].Id);
        AssertJson("""{"properties":{"clusterResourceId":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/c1/providers/Microsoft.ContainerService/managedClusters/c1","group":"blue"}}""", parts[0].Body);
        AssertJson(
            """{"identity":{"type":"SystemAssigned"},"properties":{"extensionType":"microsoft.flux","autoUpgradeMinorVersion":false,"version":"1.2.0","scope":{"cluster":{"releaseNamespace":"flux-system"}}}}""",
            parts[1].Body);
    }

    [Theory]
    [InlineData("fleetMember: {fleet: f}", "'fleet' is \"f\"")]
    [InlineData("fleetMember: {name: a}", "'fleet' is missing")]
    [InlineData("extensions: [{name: e}]", "'extensionType' is missing")]
    [InlineData("extensions: [{name: e, extensionType: t, releaseTrein: Stable}]", "'releaseTrein' is not known")]
    [InlineData("extensions: [{name: e, extensionType: t, version: 1.0.0}]", "'autoUpgradeMinorVersion' is true")]
    [InlineData("extensions: [{name: e, extensionType: t, scope: {cluster: {releaseNamespace: a}, namespace: {targetNamespace: b}}}]", "both 'cluster' and 'namespace'")]
    [InlineData("extensions: [{name: e, extensionType: t, configurationProtectedSettings: {a: b}}]", "'configurationProtectedSettings' is not supported")]
    [InlineData("backup: {}", "'backup' is of clusters whose etcd is ours")]
    [InlineData("roles: []", "'roles' are given to identities of machines of ours")]
    public void Native_PartThatMakesNoSense_IsRefusedAtItsLine(string spec, string message)
    {
        var problems = Reading.Read(AksManifest.Native(spec: spec)).Diagnostics;

        Assert.Contains(problems, d => d.Line > 0 && d.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Native_AnyFieldOfArm_IsTakenAndAnyOtherNamedWithItsLine()
    {
        var good = Cluster(AksManifest.Native("ingressProfile: {webAppRouting: {enabled: true}}, metricsProfile: {costAnalysis: {enabled: true}}", pool: "gpuInstanceProfile: MIG1g"));
        var bad = Reading.Read(AksManifest.Native("networkProfil: {}, powerState: {code: Running}, enableRBAC: maybe", pool: "vmSise: x, count: many")).Diagnostics;

        Assert.Equal("true", good.ManagedCluster!.Body["properties"]!["ingressProfile"]!["webAppRouting"]!["enabled"]!.ToString());
        Assert.All(bad, static d => Assert.True(d.Line > 0));
        Assert.Equal(["ORC0103", "ORC0103", "ORC0104", "ORC0104", "ORC0106"], bad.Select(static d => d.Code).Order(StringComparer.Ordinal));
        Assert.Contains(bad, static d => d.Action.Contains("'networkProfile'", StringComparison.Ordinal));
        Assert.Contains(bad, static d => d.Message.Contains("'powerState' is written by Azure alone", StringComparison.Ordinal));
    }

    [Fact]
    public void Native_AnObjectWithoutWhatAzureNeedsOfIt_IsRefused()
    {
        var problems = Reading.Read(AksManifest.Native("linuxProfile: {ssh: {publicKeys: [{keyData: k}]}}")).Diagnostics;

        Assert.Equal(["The required field 'adminUsername' is missing."], problems.Select(static d => d.Message));
    }

    [Fact]
    public void Native_ToAKubeadmCluster_CannotChange()
    {
        var kubeadm = Reading.Cluster(Reading.Read(Manifest.Native()));
        var aks = Cluster(AksManifest.Native());

        Assert.Contains(ClusterTransitions.Validate(kubeadm, aks), static d => d.Message.Contains("an AKS cluster", StringComparison.Ordinal));
    }

    [Fact]
    public void Operator_ReferencesAndSecret_BecomeArmsIdsAndTheIdentity()
    {
        var result = Reading.Read(Operator);
        var spec = Reading.Cluster(result);
        var cluster = spec.ManagedCluster!;

        Assert.Equal(("real", "group", "00000000-0000-0000-0000-000000000000", IdentityType.ServicePrincipal), (cluster.Name, spec.ResourceGroup, spec.SubscriptionId, spec.Identity.Type));
        Assert.Equal("s", result.Secrets.Single().Data["clientSecret"]);
        Assert.Equal(("/des", "/ip", "b"), ((string?)cluster.Body["properties"]!["diskEncryptionSetID"], (string?)cluster.Body["properties"]!["networkProfile"]!["loadBalancerProfile"]!["outboundIPs"]!["publicIPs"]![0]!["id"], (string?)cluster.Body["tags"]!["a"]));
        Assert.EndsWith("/a", ((JsonObject)cluster.Body["identity"]!["userAssignedIdentities"]!).Single().Key, StringComparison.Ordinal);
        Assert.Equal(("pool0", 2, "/net/subnets/nodes"), (cluster.Pools[0].Name, cluster.Pools[0].Count, (string?)cluster.Pools[0].Properties["vnetSubnetID"]));
    }

    [Fact]
    public void Operator_FleetsMemberAndExtension_ArePartsOfTheCluster()
    {
        const string fleet = "/subscriptions/s/resourceGroups/r/providers/Microsoft.ContainerService/fleets/f";
        var parts = Cluster(WithResources($$"""
            - apiVersion: containerservice.azure.com/v1api20240401
              kind: FleetsMember
              metadata: {name: member}
              spec: {owner: {armId: {{fleet}} }, group: blue, clusterResourceReference: {group: containerservice.azure.com, kind: ManagedCluster, name: c1} }
            - apiVersion: kubernetesconfiguration.azure.com/v1api20230501
              kind: Extension
              metadata: {name: flux}
              spec: {owner: {group: containerservice.azure.com, kind: ManagedCluster, name: c1}, extensionType: microsoft.flux, plan: {name: a, product: b, publisher: c} }
            """)).ManagedCluster!.Parts;

        Assert.Equal($"{fleet}/members/member", parts[0].Id);
        Assert.Equal("blue", (string?)parts[0].Body["properties"]!["group"]);
        AssertJson("""{"properties":{"extensionType":"microsoft.flux"},"plan":{"name":"a","product":"b","publisher":"c"}}""", parts[1].Body);
    }

    [Theory]
    [InlineData("containerservice.azure.com/v1api20240401", "FleetsMember", "{owner: {name: f}}", "does not say its fleet by ARM id")]
    [InlineData("kubernetesconfiguration.azure.com/v1api20230501", "Extension", "{owner: {name: c1}, extensionTyp: t}", "'extensionTyp' is not known")]
    [InlineData("containerservice.azure.com/v1api20240401", "TrustedAccessRoleBinding", "{}", "TrustedAccessRoleBinding is not supported yet")]
    public void Operator_ResourceThatMakesNoSense_IsRefusedAtItsLine(string apiVersion, string kind, string spec, string message)
    {
        var problems = Reading.Read(WithResources($"- {{apiVersion: {apiVersion}, kind: {kind}, metadata: {{name: x}}, spec: {spec}}}")).Diagnostics;

        Assert.Contains(problems, d => d.Line > 0 && d.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Topology_WithoutItsClass_SaysSo()
    {
        var result = Reading.ReadTemplate(Repository.Shared("inputs", "capz", "cluster-template-aks-topology.yaml"), ("CLUSTER_CLASS_NAME", "mine"));

        Assert.Contains(result.Diagnostics, static d => d.Code == "ORC0107" && d.Message.Contains("ClusterClass 'mine'", StringComparison.Ordinal));
    }

    /// <summary>The operator's cluster with further resources beside its control plane.</summary>
    private static string WithResources(string resources)
    {
        const string end = "publicIPs: [{reference: {armId: /ip}}]}}}\n";
        Assert.Contains(end, Operator, StringComparison.Ordinal);
        return Operator.Replace(end, $"{end}{string.Join('\n', resources.Split('\n').Select(static line => $"  {line}"))}\n", StringComparison.Ordinal);
    }

    private static ClusterSpec Cluster(string manifest) => Reading.Cluster(Reading.Read(manifest));

    private static void AssertJson(string expected, JsonObject actual)
    {
        var wanted = JsonNode.Parse(expected)!;
        Assert.True(JsonNode.DeepEquals(wanted, JsonNode.Parse(actual.ToJsonString())), $"expected {wanted.ToJsonString()}\nbut was  {actual.ToJsonString()}");
    }
}
