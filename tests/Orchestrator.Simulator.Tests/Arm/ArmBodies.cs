using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>Bodies as Cluster API's Azure provider makes them.</summary>
internal static class ArmBodies
{
    public const string Location = "westeurope";

    public static string ApiVersionOf(string path) => path.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase) is var at && at < 0
        ? "2024-07-01"
        : path[(at + 11)..].Split('/', '?')[0].Replace("MICROSOFT.", "Microsoft.", StringComparison.Ordinal) switch
        {
            "Microsoft.Network" => path.Contains("/privateDnsZones", StringComparison.OrdinalIgnoreCase) ? "2024-06-01" : "2024-03-01",
            "Microsoft.Compute" => path.Contains("/disks", StringComparison.OrdinalIgnoreCase) ? "2024-03-02" : path.Contains("/galleries/", StringComparison.OrdinalIgnoreCase) ? "2023-07-03" : "2024-07-01",
            "Microsoft.ManagedIdentity" => "2023-01-31",
            "Microsoft.Authorization" => path.Contains("/locks", StringComparison.OrdinalIgnoreCase) ? "2020-05-01" : "2022-04-01",
            "Microsoft.Storage" => "2023-05-01",
            "Microsoft.EventGrid" => "2022-06-15",
            "Microsoft.ContainerService" => path.Contains("/fleets", StringComparison.OrdinalIgnoreCase) ? "2024-04-01" : "2024-09-01",
            "Microsoft.KubernetesConfiguration" => "2023-05-01",
            _ => "2024-07-01",
        };

    public static JsonObject Located(JsonNode properties) => new() { ["location"] = Location, ["properties"] = properties.DeepClone() };

    public static JsonObject Located(object? properties = null) => properties is null
        ? new JsonObject { ["location"] = Location }
        : new JsonObject { ["location"] = Location, ["properties"] = Json(properties) };

    public static JsonObject Network(params string[] prefixes) =>
        Located(new { addressSpace = new { addressPrefixes = prefixes.Length == 0 ? ["10.0.0.0/8"] : prefixes } });

    public static JsonObject Subnet(string prefix = "10.0.0.0/16") => Json(new { properties = new { addressPrefix = prefix } });

    public static JsonObject SecurityGroup() => Located(new { securityRules = new[] { Rule("allow_ssh", 2200, "22"), Rule("allow_apiserver", 2201, "6443") } });

    public static object Rule(string name, int priority, string port) => new
    {
        name,
        properties = new
        {
            protocol = "Tcp", direction = "Inbound", access = "Allow", priority, sourceAddressPrefix = "*", sourcePortRange = "*", destinationAddressPrefix = "*", destinationPortRange = port,
        },
    };

    public static JsonObject PublicAddress(string? label = null)
    {
        var body = Located(new { publicIPAllocationMethod = "Static", publicIPAddressVersion = "IPv4" });
        body["sku"] = Json(new { name = "Standard" });
        body["zones"] = new JsonArray("1", "2", "3");
        if (label is not null)
        {
            body["properties"]!["dnsSettings"] = Json(new { domainNameLabel = label });
        }

        return body;
    }

    public static JsonObject NatGateway(string addressId)
    {
        var body = Located(new { publicIpAddresses = new[] { new { id = addressId } } });
        body["sku"] = Json(new { name = "Standard" });
        return body;
    }

    /// <summary>The API server's load balancer, in front of a public address.</summary>
    public static JsonObject LoadBalancer(string id, string addressId)
    {
        var body = Located(new
        {
            frontendIPConfigurations = new[] { new { name = "fe", properties = new { publicIPAddress = new { id = addressId } } } },
            backendAddressPools = new[] { new { name = "pool" } },
            probes = new[] { new { name = "HTTPSProbe", properties = new { protocol = "Https", port = 6443, requestPath = "/readyz", intervalInSeconds = 15, numberOfProbes = 4 } } },
            loadBalancingRules = new[]
            {
                new
                {
                    name = "LBRuleHTTPS",
                    properties = new
                    {
                        protocol = "Tcp", frontendPort = 6443, backendPort = 6443, idleTimeoutInMinutes = 4, enableFloatingIP = false, loadDistribution = "Default", disableOutboundSnat = true,
                        frontendIPConfiguration = new { id = $"{id}/frontendIPConfigurations/fe" },
                        backendAddressPool = new { id = $"{id}/backendAddressPools/pool" },
                        probe = new { id = $"{id}/probes/HTTPSProbe" },
                    },
                },
            },
            outboundRules = new[]
            {
                new
                {
                    name = "OutboundNATAllProtocols",
                    properties = new { protocol = "All", idleTimeoutInMinutes = 4, frontendIPConfigurations = new[] { new { id = $"{id}/frontendIPConfigurations/fe" } }, backendAddressPool = new { id = $"{id}/backendAddressPools/pool" } },
                },
            },
        });
        body["sku"] = Json(new { name = "Standard" });
        return body;
    }

    public static JsonObject NatRule(string balancerId, int port = 22) => Json(new
    {
        properties = new { protocol = "Tcp", frontendPort = port, backendPort = 22, enableFloatingIP = false, idleTimeoutInMinutes = 4, frontendIPConfiguration = new { id = $"{balancerId}/frontendIPConfigurations/fe" } },
    });

    public static JsonObject Interface(string subnetId, string? poolId = null, string? address = null) => Located(new
    {
        enableIPForwarding = false,
        ipConfigurations = new[]
        {
            new
            {
                name = "pipConfig",
                properties = new
                {
                    subnet = new { id = subnetId },
                    privateIPAllocationMethod = address is null ? "Dynamic" : "Static",
                    privateIPAddress = address,
                    loadBalancerBackendAddressPools = poolId is null ? [] : new[] { new { id = poolId } },
                },
            },
        },
    });

    public static JsonObject Machine(string interfaceId, string size = "Standard_D2s_v3", string name = "vm", string? customData = null)
    {
        var body = Located(new
        {
            hardwareProfile = new { vmSize = size },
            storageProfile = new
            {
                imageReference = new { communityGalleryImageId = "/CommunityGalleries/gallery/Images/capi-ubun2-2404/Versions/1.33.0" },
                osDisk = new { name = $"{name}_OSDisk", osType = "Linux", createOption = "FromImage", diskSizeGB = 128, deleteOption = "Delete", managedDisk = new { storageAccountType = "Premium_LRS" } },
                dataDisks = new[] { new { name = $"{name}_etcddisk", lun = 0, createOption = "Empty", diskSizeGB = 256, deleteOption = "Delete", managedDisk = new { storageAccountType = "Premium_LRS" } } },
            },
            osProfile = new { computerName = name, adminUsername = "capi", customData = customData ?? "I2Nsb3VkLWNvbmZpZwo=", linuxConfiguration = new { disablePasswordAuthentication = true } },
            networkProfile = new { networkInterfaces = new[] { new { id = interfaceId, properties = new { primary = true, deleteOption = "Detach" } } } },
        });
        body["zones"] = new JsonArray("1");
        return body;
    }

    public static JsonObject ScaleSet(string subnetId, int capacity = 2, string? poolId = null, string image = "1.33.0")
    {
        var body = Located(new
        {
            overprovision = false,
            singlePlacementGroup = false,
            orchestrationMode = "Uniform",
            upgradePolicy = new { mode = "Manual" },
            virtualMachineProfile = new
            {
                osProfile = new { computerNamePrefix = "pool-", adminUsername = "capi", customData = "I2Nsb3VkLWNvbmZpZwo=" },
                storageProfile = new
                {
                    imageReference = new { communityGalleryImageId = $"/CommunityGalleries/gallery/Images/capi-ubun2-2404/Versions/{image}" },
                    osDisk = new { createOption = "FromImage", diskSizeGB = 30, managedDisk = new { storageAccountType = "Premium_LRS" } },
                },
                networkProfile = new
                {
                    networkInterfaceConfigurations = new[]
                    {
                        new
                        {
                            name = "pool-0",
                            properties = new
                            {
                                primary = true,
                                enableIPForwarding = true,
                                ipConfigurations = new[] { new { name = "ipConfig0", properties = new { primary = true, subnet = new { id = subnetId }, loadBalancerBackendAddressPools = poolId is null ? [] : new[] { new { id = poolId } } } } },
                            },
                        },
                    },
                },
            },
        });
        body["sku"] = Json(new { name = "Standard_D2s_v3", tier = "Standard", capacity });
        body["zones"] = new JsonArray("1", "2", "3");
        return body;
    }

    public static JsonObject AvailabilitySet()
    {
        var body = Located(new { platformFaultDomainCount = 2, platformUpdateDomainCount = 5 });
        body["sku"] = Json(new { name = "Aligned" });
        return body;
    }

    public static JsonObject Extension() => Json(new { properties = new { publisher = "Microsoft.ManagedServices", type = "ApplicationHealthLinux", typeHandlerVersion = "1.0", autoUpgradeMinorVersion = true, settings = new { protocol = "http", port = 80 } } });

    public static JsonObject GalleryImage() => Located(new { osType = "Linux", osState = "Generalized", identifier = new { publisher = "p", offer = "o", sku = "s" } });

    public static JsonObject GalleryImageVersion(params string[] regions) => Located(new
    {
        storageProfile = new { source = new { id = $"{AzureTestBed.Compute}/images/source" } },
        publishingProfile = new { targetRegions = regions.Prepend(Location).Select(static name => new { name }).ToArray() },
    });

    /// <summary>In Flexible orchestration: its instances are virtual machines.</summary>
    public static JsonObject FlexibleScaleSet(string subnetId, int capacity = 2, string image = "1.33.0")
    {
        var body = ScaleSet(subnetId, capacity, image: image);
        var properties = body["properties"]!.AsObject();
        foreach (var uniformOnly in new[] { "overprovision", "singlePlacementGroup", "upgradePolicy" })
        {
            properties.Remove(uniformOnly);
        }

        properties["orchestrationMode"] = "Flexible";
        properties["platformFaultDomainCount"] = 1;
        properties["virtualMachineProfile"]!["networkProfile"]!["networkApiVersion"] = "2020-11-01";
        return body;
    }

    public static JsonObject Federation(string subject = "system:serviceaccount:ns:name") => Json(new { properties = new { issuer = "https://issuer.test/cluster", subject, audiences = new[] { "api://AzureADTokenExchange" } } });

    public static JsonObject Role(string name = "Cluster Operator") => Json(new
    {
        properties = new
        {
            roleName = name, description = "ours", type = "CustomRole", assignableScopes = new[] { AzureTestBed.Subscription },
            permissions = new[] { new { actions = new[] { "Microsoft.Compute/*/read" }, notActions = Array.Empty<string>() } },
        },
    });

    public static JsonObject StorageAccount()
    {
        var body = Located(new { minimumTlsVersion = "TLS1_2", allowSharedKeyAccess = false });
        body["sku"] = Json(new { name = "Standard_ZRS" });
        body["kind"] = "StorageV2";
        return body;
    }

    public static JsonObject Lifecycle() => Json(new
    {
        properties = new
        {
            policy = new { rules = new[] { new { enabled = true, name = "old", type = "Lifecycle", definition = new { filters = new { blobTypes = new[] { "blockBlob" } }, actions = new { baseBlob = new { delete = new { daysAfterModificationGreaterThan = 30 } } } } } } },
        },
    });

    public static JsonObject SystemTopic(string source = AzureTestBed.Group) => new() { ["location"] = "global", ["properties"] = Json(new { source, topicType = "Microsoft.Resources.ResourceGroups" }) };

    public static JsonObject WebhookSubscription(object? filter = null, object? retry = null, object? deadLetter = null, string schema = "EventGridSchema") => Json(new
    {
        properties = new
        {
            destination = new { endpointType = "WebHook", properties = new { endpointUrl = "https://host.test/events?code=secret" } },
            eventDeliverySchema = schema,
            filter = filter ?? new { },
            retryPolicy = retry ?? new { maxDeliveryAttempts = 30, eventTimeToLiveInMinutes = 1440 },
            deadLetterDestination = deadLetter,
        },
    });

    public static JsonObject Peering(string remoteId) => Json(new { properties = new { remoteVirtualNetwork = new { id = remoteId }, allowForwardedTraffic = true } });

    public static JsonObject Bastion(string subnetId, string addressId, string sku = "Basic")
    {
        var body = Located(new { ipConfigurations = new[] { new { name = "bastion-config", properties = new { subnet = new { id = subnetId }, publicIPAddress = new { id = addressId } } } } });
        body["sku"] = Json(new { name = sku });
        return body;
    }

    public static JsonObject Prefix(int length = 30)
    {
        var body = Located(new { prefixLength = length, publicIPAddressVersion = "IPv4" });
        body["sku"] = Json(new { name = "Standard" });
        return body;
    }

    /// <summary>Leads to a private link service, which is taken on trust.</summary>
    public static JsonObject PrivateEndpoint(string subnetId, string? target = null, string? group = null) => Located(new
    {
        subnet = new { id = subnetId },
        privateLinkServiceConnections = new[] { new { name = "connection", properties = new { privateLinkServiceId = target ?? $"{AzureTestBed.Network}/privateLinkServices/service", groupIds = group is null ? Array.Empty<string>() : [group] } } },
    });

    public static JsonObject ZoneGroup(string zoneId) => Json(new { properties = new { privateDnsZoneConfigs = new[] { new { name = "zone", properties = new { privateDnsZoneId = zoneId } } } } });

    public static JsonObject Zone() => new() { ["location"] = "global" };

    public static JsonObject ZoneLink(string networkId, bool registers = false)
    {
        var body = Zone();
        body["properties"] = Json(new { virtualNetwork = new { id = networkId }, registrationEnabled = registers });
        return body;
    }

    public static JsonObject Json(object value) => System.Text.Json.JsonSerializer.SerializeToNode(value)!.AsObject();
}
