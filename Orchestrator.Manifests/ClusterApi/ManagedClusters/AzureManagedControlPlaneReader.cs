using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Arm;
using Orchestrator.Manifests.Defaults;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi.ManagedClusters;

internal sealed class AzureManagedControlPlaneReader : IKindReader
{
    private const string Properties = "properties.";

    public string ApiGroup => ApiGroups.Infrastructure;

    public string ApiVersion => ApiGroups.Version;

    public string Kind => "AzureManagedControlPlane";

    public ManifestObject Read(ObjectReader root, ObjectMeta meta)
    {
        root.Ignore("status");
        var body = new JsonObject { ["properties"] = new JsonObject() };
        if (root.RequiredObject("spec", at: string.Empty) is not { } spec)
        {
            return new AzureManagedControlPlaneManifest(meta, root.Context.Origins) { Location = Sources.Unknown.Text, Body = body };
        }

        spec.Ignore("machineTemplate", "controlPlaneEndpoint");

        // One api-version is spoken to all clusters.
        spec.Unsupported("enablePreviewFeatures");
        // Where what is missing or follows from a default is said to be wrong.
        root.Context.Origins.Add(ManagedClusterBody.SpecPath, spec.Location);
        var fields = new ArmFields(spec, body, ManagedClusterBody.SpecPath);
        ReadNetworkProfile(fields);
        ReadAccess(fields);
        ReadIdentity(spec, fields, body);
        ReadRest(spec, fields, body);
        ReadSecurity(fields.Inside("securityProfile"));
        AutoscalerFields.Read(fields.Inside("autoscalerProfile"));
        ManagedClusterBody.Patch(spec, "asoManagedClusterPatches", body, ArmSchema.ManagedCluster, ManagedClusterBody.SpecPath);
        return new AzureManagedControlPlaneManifest(meta, root.Context.Origins)
        {
            SubscriptionId = spec.RequiredString("subscriptionID", at: "subscriptionId"),
            Location = spec.RequiredString("location"),
            ResourceGroup = spec.String("resourceGroupName", at: "resourceGroup"),
            Environment = spec.Choice("azureEnvironment", AzureClouds.Names, at: "environment"),
            Identity = ObjectReference.Read(spec, "identityRef", "AzureClusterIdentity", ApiGroups.Infrastructure),
            AdditionalTags = spec.StringMap("additionalTags"),
            Version = spec.RequiredString("version", at: "managedCluster.version"),
            Body = body,
            Network = ReadVirtualNetwork(spec),
            FleetMember = spec.Object("fleetsMember", at: "fleetMember") is { } fleet
                ? new FleetMemberDraft(fleet.String("name"), fleet.String("group")) { ManagerName = fleet.RequiredString("managerName"), ManagerResourceGroup = fleet.RequiredString("managerResourceGroup") }
                : null,
            Extensions = [.. spec.Objects("extensions").Select(ExtensionReader.Read)],
        };
    }

    private static void ReadNetworkProfile(ArmFields fields)
    {
        const string network = $"{Properties}networkProfile.";
        _ = fields.Text("networkPlugin", $"{network}networkPlugin", "azure", "kubenet", "none");
        _ = fields.Text("networkPluginMode", $"{network}networkPluginMode", "overlay");
        _ = fields.Text("networkPolicy", $"{network}networkPolicy", "azure", "calico", "cilium");
        _ = fields.Text("networkDataplane", $"{network}networkDataplane", "azure", "cilium");
        _ = fields.Text("outboundType", $"{network}outboundType", "loadBalancer", "managedNATGateway", "userAssignedNATGateway", "userDefinedRouting");
        _ = fields.Text("dnsServiceIP", $"{network}dnsServiceIP");
        _ = fields.Text("loadBalancerSKU", $"{network}loadBalancerSku", "Basic", "Standard", "basic", "standard");
        if (fields.Inside("loadBalancerProfile") is not { } balancer)
        {
            return;
        }

        const string profile = $"{network}loadBalancerProfile.";
        _ = balancer.Number("managedOutboundIPs", $"{profile}managedOutboundIPs.count", 1, 100);
        ReadReferences(balancer, "outboundIPPrefixes", $"{profile}outboundIPPrefixes.publicIPPrefixes");
        ReadReferences(balancer, "outboundIPs", $"{profile}outboundIPs.publicIPs");
        _ = balancer.Number("allocatedOutboundPorts", $"{profile}allocatedOutboundPorts", 0, 64000);
        _ = balancer.Number("idleTimeoutInMinutes", $"{profile}idleTimeoutInMinutes", 4, 120);
    }

    private static void ReadReferences(ArmFields owner, string name, string path)
    {
        if (owner.Strings(name, path) is { Count: > 0 } ids)
        {
            owner.Set(path, new JsonArray([.. ids.Select(static id => (JsonNode)new JsonObject { ["id"] = id })]));
        }
    }

    private static void ReadAccess(ArmFields fields)
    {
        if (fields.Inside("apiServerAccessProfile") is { } access)
        {
            const string profile = $"{Properties}apiServerAccessProfile.";
            _ = access.Strings("authorizedIPRanges", $"{profile}authorizedIPRanges");
            _ = access.Flag("enablePrivateCluster", $"{profile}enablePrivateCluster");
            _ = access.Text("privateDNSZone", $"{profile}privateDNSZone");
            _ = access.Flag("enablePrivateClusterPublicFQDN", $"{profile}enablePrivateClusterPublicFQDN");
        }

        if (fields.Inside("aadProfile") is { } aad)
        {
            var managed = aad.Flag("managed", $"{Properties}aadProfile.managed");
            _ = aad.Strings("adminGroupObjectIDs", $"{Properties}aadProfile.adminGroupObjectIDs");
            aad.Set($"{Properties}aadProfile.enableAzureRBAC", managed ?? false);
        }

        _ = fields.Flag("disableLocalAccounts", $"{Properties}disableLocalAccounts");
    }

    private static void ReadIdentity(ObjectReader spec, ArmFields fields, JsonObject body)
    {
        if (fields.Inside("identity") is { } identity)
        {
            _ = identity.Text("type", "identity.type", "SystemAssigned", "UserAssigned");
            if (identity.Reader.String("userAssignedIdentityResourceID", at: $"/{ManagedClusterBody.SpecPath}.identity.userAssignedIdentities") is { } id)
            {
                body.Put("identity.userAssignedIdentities", new JsonObject { [id] = new JsonObject() });
            }
        }

        if (spec.String("kubeletUserAssignedIdentity", at: $"/{ManagedClusterBody.SpecPath}.{Properties}identityProfile.kubeletidentity") is { } kubelet)
        {
            body.Put($"{Properties}identityProfile.kubeletidentity", new JsonObject { ["resourceId"] = kubelet });
        }
    }

    private static void ReadRest(ObjectReader spec, ArmFields fields, JsonObject body)
    {
        _ = fields.Text("nodeResourceGroupName", $"{Properties}nodeResourceGroup");
        _ = fields.Text("dnsPrefix", $"{Properties}dnsPrefix");
        if (fields.Inside("sku") is { } sku && sku.Text("tier", "sku.tier", "Free", "Paid", "Standard") is { } tier)
        {
            body.Put("sku", new JsonObject { ["name"] = "Base", ["tier"] = tier == "Paid" ? "Standard" : tier });
        }

        _ = fields.Inside("oidcIssuerProfile")?.Flag("enabled", $"{Properties}oidcIssuerProfile.enabled");
        _ = fields.Inside("autoUpgradeProfile")?.Text(
            "upgradeChannel", $"{Properties}autoUpgradeProfile.upgradeChannel", "node-image", "none", "patch", "rapid", "stable");
        if (fields.Inside("httpProxyConfig") is { } proxy)
        {
            _ = proxy.Text("httpProxy", $"{Properties}httpProxyConfig.httpProxy");
            _ = proxy.Text("httpsProxy", $"{Properties}httpProxyConfig.httpsProxy");
            _ = proxy.Strings("noProxy", $"{Properties}httpProxyConfig.noProxy");
            _ = proxy.Text("trustedCa", $"{Properties}httpProxyConfig.trustedCa");
        }

        foreach (var addon in spec.Objects("addonProfiles", at: $"/{ManagedClusterBody.SpecPath}.{Properties}addonProfiles"))
        {
            var profile = new JsonObject { ["enabled"] = addon.Boolean("enabled") ?? false };
            if (addon.StringMap("config") is { Count: > 0 } config)
            {
                profile["config"] = new JsonObject(config.Select(static c => KeyValuePair.Create<string, JsonNode?>(c.Key, c.Value)));
            }

            body.Put($"{Properties}addonProfiles.{addon.RequiredString("name")}", profile);
        }

        if (spec.String("sshPublicKey", at: $"/{ManagedClusterBody.SpecPath}.{Properties}linuxProfile") is { } key)
        {
            // An empty key asks for one: it is made when the cluster is.
            JsonArray keys = SshKey.Decode(spec, key) is { } line ? [new JsonObject { ["keyData"] = line }] : [];
            body.Put($"{Properties}linuxProfile", new JsonObject { ["adminUsername"] = "azureuser", ["ssh"] = new JsonObject { ["publicKeys"] = keys } });
        }
    }

    private static void ReadSecurity(ArmFields? security)
    {
        const string profile = $"{Properties}securityProfile.";
        if (security?.Inside("azureKeyVaultKms") is { } kms)
        {
            _ = kms.Flag("enabled", $"{profile}azureKeyVaultKms.enabled");
            _ = kms.Text("keyID", $"{profile}azureKeyVaultKms.keyId");
            _ = kms.Text("keyVaultNetworkAccess", $"{profile}azureKeyVaultKms.keyVaultNetworkAccess", "Private", "Public");
            _ = kms.Text("keyVaultResourceID", $"{profile}azureKeyVaultKms.keyVaultResourceId");
        }

        if (security?.Inside("defender") is { } defender)
        {
            _ = defender.Text("logAnalyticsWorkspaceResourceID", $"{profile}defender.logAnalyticsWorkspaceResourceId");
            _ = defender.Inside("securityMonitoring")?.Flag("enabled", $"{profile}defender.securityMonitoring.enabled");
        }

        if (security?.Inside("imageCleaner") is { } cleaner)
        {
            _ = cleaner.Flag("enabled", $"{profile}imageCleaner.enabled");
            _ = cleaner.Number("intervalHours", $"{profile}imageCleaner.intervalHours", 24, 2160);
        }

        _ = security?.Inside("workloadIdentity")?.Flag("enabled", $"{profile}workloadIdentity.enabled");
    }

    private static NetworkDraft ReadVirtualNetwork(ObjectReader spec)
    {
        var network = spec.Object("virtualNetwork", at: "network.virtualNetwork");
        var subnet = network?.Object("subnet", at: "/network.subnets[0]");
        var blocks = network?.String("cidrBlock", at: "cidrBlocks[0]");
        return new NetworkDraft
        {
            VirtualNetworkName = network?.String("name"),
            VirtualNetworkResourceGroup = network?.String("resourceGroup"),
            VirtualNetworkCidrBlocks = blocks is null ? [] : [blocks],
            Subnets = subnet is null
                ? []
                :
                [
                    new SubnetDraft
                    {
                        Name = subnet.String("name"),
                        Role = SubnetRole.Cluster,
                        CidrBlocks = subnet.String("cidrBlock", at: "cidrBlocks[0]") is { } block ? [block] : [],
                        ServiceEndpoints = SubnetReader.ReadServiceEndpoints(subnet),
                        PrivateEndpoints = [.. subnet.Objects("privateEndpoints").Select(PrivateEndpointReader.Read)],
                    },
                ],
        };
    }
}
