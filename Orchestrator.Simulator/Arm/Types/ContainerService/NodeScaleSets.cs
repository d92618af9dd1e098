using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>The model of the scale set behind a node pool, as AKS writes it.</summary>
internal static class NodeScaleSets
{
    public static JsonObject Model(ArmResource pool, ArmResource cluster, string name, ArmWorld world)
    {
        var isWindows = AgentPools.IsWindows(pool.Content);
        var model = new JsonObject
        {
            ["location"] = cluster.Location,
            ["tags"] = Tags(pool, cluster, name, world),
            ["sku"] = new JsonObject { ["name"] = pool.Content.Text("properties.vmSize"), ["tier"] = "Standard", ["capacity"] = 0 },
            ["identity"] = new JsonObject { ["type"] = "UserAssigned", ["userAssignedIdentities"] = new JsonObject { [NodeResourceGroups.KubeletIdentityOf(cluster)] = new JsonObject() } },
            ["properties"] = new JsonObject
            {
                ["orchestrationMode"] = "Uniform",
                ["overprovision"] = false,
                ["singlePlacementGroup"] = false,
                ["upgradePolicy"] = new JsonObject { ["mode"] = "Manual" },
                ["virtualMachineProfile"] = new JsonObject
                {
                    ["osProfile"] = Os(cluster, name, isWindows),
                    ["storageProfile"] = Storage(pool, isWindows),
                    ["networkProfile"] = new JsonObject { ["networkInterfaceConfigurations"] = new JsonArray(Card(pool, cluster, name, world)) },
                },
            },
        };
        if (pool.Content.At("properties.availabilityZones") is JsonArray { Count: > 0 } zones)
        {
            model["zones"] = zones.DeepClone();
        }

        if (pool.Content.Text("properties.scaleSetPriority").Same("Spot"))
        {
            var profile = model.Ensure("properties.virtualMachineProfile");
            profile["priority"] = "Spot";
            profile["evictionPolicy"] = pool.Content.Text("properties.scaleSetEvictionPolicy") ?? "Delete";
        }

        return model;
    }

    private static JsonObject Tags(ArmResource pool, ArmResource cluster, string name, ArmWorld world)
    {
        var tags = (pool.Content.At("properties.tags") ?? cluster.Content["tags"])?.DeepClone() as JsonObject ?? [];
        tags["aks-managed-creationSource"] = $"vmssclient-{name}";
        tags["aks-managed-kubeletIdentityClientID"] = world.Resources.Find(NodeResourceGroups.KubeletIdentityOf(cluster))?.Service.Text("clientId") ?? "";
        tags["aks-managed-orchestrator"] = $"Kubernetes:{pool.Content.Text("properties.orchestratorVersion")}";
        tags["aks-managed-poolName"] = pool.Name;
        tags["aks-managed-resourceNameSuffix"] = cluster.Service["suffix"]?.ToString() ?? "";
        return tags;
    }

    private static JsonObject Os(ArmResource cluster, string name, bool isWindows) => isWindows
        ? new JsonObject { ["computerNamePrefix"] = name, ["adminUsername"] = cluster.Content.Text("properties.windowsProfile.adminUsername") ?? "azureuser", ["windowsConfiguration"] = new JsonObject { ["provisionVMAgent"] = true, ["enableAutomaticUpdates"] = false } }
        : new JsonObject { ["computerNamePrefix"] = name, ["adminUsername"] = cluster.Content.Text("properties.linuxProfile.adminUsername") ?? "azureuser", ["linuxConfiguration"] = new JsonObject { ["disablePasswordAuthentication"] = true, ["provisionVMAgent"] = true } };

    private static JsonObject Storage(ArmResource pool, bool isWindows) => new()
    {
        ["osDisk"] = new JsonObject
        {
            ["osType"] = isWindows ? "Windows" : "Linux",
            ["createOption"] = "FromImage",
            ["caching"] = "ReadOnly",
            ["diskSizeGB"] = pool.Content.Number("properties.osDiskSizeGB") is { } size and > 0 ? size : 128,
            ["managedDisk"] = new JsonObject { ["storageAccountType"] = "Premium_LRS" },
        },
        ["imageReference"] = new JsonObject { ["id"] = AksNodeImages.ResourceOf(pool.Service.Text("targetImage")!) },
    };

    private static JsonObject Card(ArmResource pool, ArmResource cluster, string name, ArmWorld world)
    {
        var subnet = pool.Content.Text("properties.vnetSubnetID") ?? NodeResourceGroups.EnsureSubnet(cluster, world);
        var configuration = new JsonObject
        {
            ["primary"] = true,
            ["privateIPAddressVersion"] = "IPv4",
            ["subnet"] = new JsonObject { ["id"] = subnet },
            ["loadBalancerBackendAddressPools"] = new JsonArray([.. NodeResourceGroups.BackendPoolsOf(cluster).Select(static id => new JsonObject { ["id"] = id })]),
        };
        return new JsonObject
        {
            ["name"] = name,
            ["properties"] = new JsonObject
            {
                ["primary"] = true,
                ["enableAcceleratedNetworking"] = true,
                ["enableIPForwarding"] = true,
                ["networkSecurityGroup"] = new JsonObject { ["id"] = NodeResourceGroups.SecurityGroupOf(cluster) },
                ["ipConfigurations"] = new JsonArray(new JsonObject { ["name"] = "ipconfig1", ["properties"] = configuration }),
            },
        };
    }
}
