using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>Puts there what an example takes for granted: groups, and everything that its ids name.</summary>
internal static class ExampleSeeds
{
    private static readonly Dictionary<string, Func<int, object>> Bodies = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft.Network/virtualNetworks"] = static n => new { properties = new { addressSpace = new { addressPrefixes = n == 0 ? new[] { "10.0.0.0/8", "192.168.0.0/16" } : [$"172.{16 + n}.0.0/16"] } } },
        ["Microsoft.Network/virtualNetworks/subnets"] = static n => new { properties = new { addressPrefix = $"192.168.{n}.0/24" } },
        ["Microsoft.Network/publicIPAddresses"] = static _ => new { sku = new { name = "Standard" }, properties = new { publicIPAllocationMethod = "Static" } },
        ["Microsoft.Network/publicIPPrefixes"] = static _ => new { sku = new { name = "Standard" }, properties = new { prefixLength = 28 } },
        ["Microsoft.Network/networkSecurityGroups"] = static _ => new { properties = new { } },
        ["Microsoft.Network/routeTables"] = static _ => new { properties = new { } },
        ["Microsoft.Network/natGateways"] = static _ => new { sku = new { name = "Standard" }, properties = new { } },
        ["Microsoft.Network/privateDnsZones"] = static _ => new { location = "global" },
        ["Microsoft.Network/ddosProtectionPlans"] = static _ => new { properties = new { } },
        ["Microsoft.ManagedIdentity/userAssignedIdentities"] = static _ => new { },
        ["Microsoft.Compute/disks"] = static _ => new { properties = new { diskSizeGB = 10, creationData = new { createOption = "Empty" } } },
        ["Microsoft.Compute/images"] = static _ => new { properties = new { storageProfile = new { osDisk = new { osType = "Linux", osState = "Generalized" } } } },
        ["Microsoft.Compute/galleries"] = static _ => new { properties = new { } },
        ["Microsoft.Compute/galleries/images"] = static _ => new { properties = new { osType = "Linux", osState = "Generalized", identifier = new { publisher = "p", offer = "o", sku = "s" } } },
        ["Microsoft.Compute/galleries/images/versions"] = static _ => new { properties = new { storageProfile = new { } } },
        ["Microsoft.Compute/availabilitySets"] = static _ => new { sku = new { name = "Aligned" } },
        ["Microsoft.Storage/storageAccounts"] = static _ => new { kind = "StorageV2", sku = new { name = "Standard_LRS" } },
        ["Microsoft.Storage/storageAccounts/blobServices/containers"] = static _ => new { properties = new { } },
        ["Microsoft.Authorization/roleAssignments"] = static _ => new { properties = new { principalId = "ce2ce14e-85d7-4629-bdbc-454d0519d987", principalType = "User", roleDefinitionId = "/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c" } },
        ["Microsoft.EventGrid/systemTopics"] = static _ => new { properties = new { source = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a", topicType = "microsoft.storage.storageaccounts" } },
        ["Microsoft.Network/privateDnsZones/A"] = static _ => new { properties = new { ttl = 5, aRecords = new[] { new { ipv4Address = "1.2.3.4" } } } },
        ["Microsoft.ContainerService/managedClusters"] = static _ => new { properties = new { dnsPrefix = "seed", agentPoolProfiles = new[] { new { name = "seedpool", mode = "System", count = 1, vmSize = "Standard_DS1_v2" } } } },
        ["Microsoft.ContainerService/managedClusters/agentPools"] = static _ => new { properties = new { mode = "User", count = 1, vmSize = "Standard_DS1_v2" } },
    };

    private static readonly string[] Unlocated =
    [
        "Microsoft.Network/virtualNetworks/subnets", "Microsoft.Authorization/roleAssignments", "Microsoft.Storage/storageAccounts/blobServices/containers", "Microsoft.Network/privateDnsZones/A",
        "Microsoft.ContainerService/managedClusters/agentPools",
    ];

    /// <summary>Bodies that refer to a subnet or an address of the same group.</summary>
    private static readonly Dictionary<string, Func<string, object>> Dependent = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft.Network/networkInterfaces"] = static group => new { properties = new { ipConfigurations = new[] { new { name = "c", properties = new { subnet = new { id = SubnetOf(group) } } } } } },
        ["Microsoft.Network/loadBalancers"] = static group => new { sku = new { name = "Standard" }, properties = new { frontendIPConfigurations = new[] { new { name = "seed", properties = new { subnet = new { id = SubnetOf(group) } } } } } },
        ["Microsoft.Network/bastionHosts"] = static group => new
        {
            sku = new { name = "Basic" },
            properties = new { ipConfigurations = new[] { new { name = "c", properties = new { subnet = new { id = $"{group}/providers/Microsoft.Network/virtualNetworks/seed-vnet/subnets/AzureBastionSubnet" }, publicIPAddress = new { id = $"{group}/providers/Microsoft.Network/publicIPAddresses/seed-address" } } } } },
        },
        ["Microsoft.Network/privateEndpoints"] = static group => new { properties = new { subnet = new { id = SubnetOf(group) }, privateLinkServiceConnections = new[] { new { name = "c", properties = new { privateLinkServiceId = $"{group}/providers/Microsoft.Network/privateLinkServices/s" } } } } },
        ["Microsoft.Network/privateDnsZones/virtualNetworkLinks"] = static group => new { location = "global", properties = new { virtualNetwork = new { id = $"{group}/providers/Microsoft.Network/virtualNetworks/seed-vnet" } } },
        ["Microsoft.Compute/virtualMachines"] = static group => WithoutZones(ArmBodies.Machine($"{group}/providers/Microsoft.Network/networkInterfaces/seed-card")),
        ["Microsoft.Compute/virtualMachineScaleSets"] = static group => WithoutZones(ArmBodies.ScaleSet(SubnetOf(group), 3)),
    };

    public static void Plant(SimulatedAzure azure, OfficialExample example)
    {
        var location = example.Body?["location"]?.ToString().Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() is { } wanted && wanted is not "global" ? wanted : "westeurope";
        foreach (var id in example.Ids.OrderBy(static id => id.Length).ToList())
        {
            var isTarget = id.Equals(example.Path, StringComparison.Ordinal);
            foreach (var (owner, type) in Chain(id))
            {
                if (!isTarget || example.Method is not "PUT" || !owner.Equals(id, StringComparison.OrdinalIgnoreCase))
                {
                    Seed(azure, owner, type, location);
                }
            }
        }
    }

    private static JsonObject WithoutZones(JsonObject body)
    {
        body.Remove("zones");
        return body;
    }

    private static string SubnetOf(string group) => $"{group}/providers/Microsoft.Network/virtualNetworks/seed-vnet/subnets/seed";

    /// <summary>The resources that an id goes through, from the outside in.</summary>
    private static IEnumerable<(string Id, string Type)> Chain(string id)
    {
        var parts = id.Trim('/').Split('/');
        if (parts.Length >= 4 && parts[2].Equals("resourceGroups", StringComparison.OrdinalIgnoreCase))
        {
            yield return ($"/{string.Join('/', parts[..4])}", "Microsoft.Resources/resourceGroups");
        }

        var at = Array.FindIndex(parts, static part => part.Equals("providers", StringComparison.OrdinalIgnoreCase));
        if (at < 0 || parts.Length < at + 4)
        {
            yield break;
        }

        var type = parts[at + 1];
        for (var i = at + 2; i + 1 < parts.Length; i += 2)
        {
            type += $"/{parts[i]}";
            yield return ($"/{string.Join('/', parts[..(i + 2)])}", type);
        }
    }

    private static void Seed(SimulatedAzure azure, string id, string type, string location)
    {
        var group = string.Join('/', id.Split('/')[..Math.Min(5, id.Split('/').Length)]);
        if (Dependent.TryGetValue(type, out var dependent))
        {
            SeedNetwork(azure, group, location);
            Put(azure, id, type, dependent(group), location);
        }
        else if (Bodies.TryGetValue(type, out var body))
        {
            Put(azure, id, type, body(azure.Resources.All.Count(entry => entry.Type.Equals(type, StringComparison.OrdinalIgnoreCase) && !entry.Id.Contains("/seed-", StringComparison.Ordinal))), location);
            if (type.Equals("Microsoft.Compute/galleries/images", StringComparison.OrdinalIgnoreCase))
            {
                Put(azure, $"{id}/versions/1.0.0", $"{type}/versions", Bodies[$"{type}/versions"](0), location);
            }
        }
        else if (type.Equals("Microsoft.Resources/resourceGroups", StringComparison.OrdinalIgnoreCase))
        {
            Put(azure, id, type, new { }, location);
        }
    }

    private static void SeedNetwork(SimulatedAzure azure, string group, string location)
    {
        var network = $"{group}/providers/Microsoft.Network/virtualNetworks/seed-vnet";
        Put(azure, network, "Microsoft.Network/virtualNetworks", new { properties = new { addressSpace = new { addressPrefixes = new[] { "10.0.0.0/8" } } } }, location);
        Put(azure, $"{network}/subnets/seed", "Microsoft.Network/virtualNetworks/subnets", new { properties = new { addressPrefix = "10.1.0.0/16" } }, location);
        Put(azure, $"{network}/subnets/AzureBastionSubnet", "Microsoft.Network/virtualNetworks/subnets", new { properties = new { addressPrefix = "10.2.0.0/26" } }, location);
        Put(azure, $"{group}/providers/Microsoft.Network/publicIPAddresses/seed-address", "Microsoft.Network/publicIPAddresses", new { sku = new { name = "Standard" }, properties = new { publicIPAllocationMethod = "Static" } }, location);
        Put(azure, $"{group}/providers/Microsoft.Network/networkInterfaces/seed-card", "Microsoft.Network/networkInterfaces", new { properties = new { ipConfigurations = new[] { new { name = "c", properties = new { subnet = new { id = $"{network}/subnets/seed" } } } } } }, location);
    }

    private static void Put(SimulatedAzure azure, string id, string type, object body, string location)
    {
        var json = body as JsonObject ?? ArmBodies.Json(body);
        json["location"] = json["location"]?.ToString() is "global" ? "global" : location;
        if (Unlocated.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            json.Remove("location");
        }

        azure.Resources.Seed(id, type, json.ToJsonString());
    }
}
