using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Resources.VirtualMachineScaleSet;

/// <summary>The machine profile of a pool's scale set, without user data.</summary>
internal static class ScaleSetProfile
{
    public static JsonObject Render(ResourceContext context, MachinePoolSpec pool)
    {
        var profile = new JsonObject
        {
            ["osProfile"] = new JsonObject
            {
                ["computerNamePrefix"] = pool.Name,
                ["adminUsername"] = MachineBody.AdminUser,
                ["linuxConfiguration"] = MachineBody.LinuxConfiguration(context.SshPublicKey),
            },
            ["storageProfile"] = MachineBody.StorageProfile(pool.Machine, osDiskName: null, pool.Name),
            ["networkProfile"] = new JsonObject
            {
                ["networkApiVersion"] = pool.OrchestrationMode == OrchestrationMode.Flexible ? "2020-11-01" : null,
                ["networkInterfaceConfigurations"] = Json.Objects(RenderInterfaces(context.Spec, pool, context.AcceleratedNetworking)),
            },
        };
        MachineBody.SetOptions(profile, pool.Machine);
        if (pool.Machine.TerminateNotificationMinutes is { } minutes)
        {
            var notice = new JsonObject { ["notBeforeTimeout"] = string.Create(CultureInfo.InvariantCulture, $"PT{minutes}M"), ["enable"] = true };
            profile["scheduledEventsProfile"] = new JsonObject { ["terminateNotificationProfile"] = notice };
        }

        if (MachineExtensions.Render(context.Spec, pool.Machine) is { Count: > 0 } extensions)
        {
            profile["extensionProfile"] = new JsonObject { ["extensions"] = Json.Objects(extensions) };
        }

        if (pool.OrchestrationMode == OrchestrationMode.Flexible)
        {
            DeleteWithTheirMachine(profile);
        }

        return profile;
    }

    /// <summary>Machines of a flexible scale set have disks and interfaces of their own, which would stay behind.</summary>
    private static void DeleteWithTheirMachine(JsonObject profile)
    {
        var storage = profile["storageProfile"]!;
        foreach (var disk in ((JsonArray)storage["dataDisks"]!).Append(storage["osDisk"]))
        {
            disk!["deleteOption"] = "Delete";
        }

        foreach (var card in (JsonArray)profile["networkProfile"]!["networkInterfaceConfigurations"]!)
        {
            card!["properties"]!["deleteOption"] = "Delete";
        }
    }

    /// <summary>Interfaces by what the spec alone says of them. The cloud provider adds pools, and accelerated networking may be left to the size: neither is here.</summary>
    public static JsonArray ComparableInterfaces(ClusterSpec spec, MachinePoolSpec pool)
    {
        var cards = Json.Objects(RenderInterfaces(spec, pool, bySize: null));
        foreach (var address in cards.SelectMany(static card => (JsonArray)card!["properties"]!["ipConfigurations"]!))
        {
            ((JsonObject)address!["properties"]!).Remove("loadBalancerBackendAddressPools");
        }

        cards[0]!["properties"]!["dnsSettings"] = new JsonObject { ["dnsServers"] = Json.Strings(pool.Machine.DnsServers) };
        return cards;
    }

    /// <summary>Interfaces of ours that the spec has no more: their names say what they are.</summary>
    public static IEnumerable<JsonObject> RetiredInterfaces(MachinePoolSpec pool, JsonNode? present) =>
        (present as JsonArray ?? []).OfType<JsonObject>().Where(card =>
            (string?)card["name"] is { } name && name.StartsWith($"{pool.Name}-nic-", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(name[(pool.Name.Length + "-nic-".Length)..], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index > pool.Machine.SecondaryInterfaces.Count);

    private static IEnumerable<JsonObject> RenderInterfaces(ClusterSpec spec, MachinePoolSpec pool, bool? bySize)
    {
        var machine = pool.Machine;
        var subnet = ClusterResourceIds.PoolSubnet(spec, pool).Name;
        var first = new NetworkInterfaceSpec { SubnetName = subnet, AcceleratedNetworking = machine.AcceleratedNetworking, PrivateIPConfigs = machine.PrivateIPConfigs };
        return machine.SecondaryInterfaces.Prepend(first).Select((nic, i) => RenderInterface(spec, pool, nic with
        {
            SubnetName = nic.SubnetName ?? subnet,
            AcceleratedNetworking = nic.AcceleratedNetworking ?? bySize,
        }, i));
    }

    private static JsonObject RenderInterface(ClusterSpec spec, MachinePoolSpec pool, NetworkInterfaceSpec nic, int index)
    {
        var properties = new JsonObject
        {
            ["primary"] = index == 0,
            ["enableIPForwarding"] = true,
            ["ipConfigurations"] = Json.Objects(Enumerable.Range(0, nic.PrivateIPConfigs).Select(i => RenderAddress(spec, nic, i, isFirst: index == 0 && i == 0))),
        };
        if (nic.AcceleratedNetworking is { } accelerated)
        {
            properties["enableAcceleratedNetworking"] = accelerated;
        }

        if (index == 0 && pool.Machine.DnsServers.Count > 0)
        {
            properties["dnsSettings"] = new JsonObject { ["dnsServers"] = Json.Strings(pool.Machine.DnsServers) };
        }

        return new JsonObject { ["name"] = string.Create(CultureInfo.InvariantCulture, $"{pool.Name}-nic-{index}"), ["properties"] = properties };
    }

    private static JsonObject RenderAddress(ClusterSpec spec, NetworkInterfaceSpec nic, int index, bool isFirst)
    {
        var address = new JsonObject
        {
            ["primary"] = index == 0,
            ["privateIPAddressVersion"] = "IPv4",
            ["subnet"] = Json.Reference(ClusterResourceIds.Subnet(spec, nic.SubnetName!)),
        };
        if (isFirst && spec.Network.NodeOutboundLoadBalancer is { } outbound)
        {
            address["loadBalancerBackendAddressPools"] = Json.References(ClusterResourceIds.BackendPool(spec, outbound));
        }

        return new JsonObject { ["name"] = string.Create(CultureInfo.InvariantCulture, $"ipConfig{index}"), ["properties"] = address };
    }
}
