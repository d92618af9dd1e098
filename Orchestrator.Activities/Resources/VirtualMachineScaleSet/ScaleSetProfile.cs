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
            ["networkProfile"] = new JsonObject { ["networkInterfaceConfigurations"] = Json.Objects([RenderInterface(context, pool)]) },
            ["diagnosticsProfile"] = MachineBody.BootDiagnostics(),
        };
        MachineBody.SetSpot(profile, pool.Machine.Spot);
        return profile;
    }

    private static JsonObject RenderInterface(ResourceContext context, MachinePoolSpec pool)
    {
        var spec = context.Spec;
        var address = new JsonObject
        {
            ["primary"] = true,
            ["privateIPAddressVersion"] = "IPv4",
            ["subnet"] = Json.Reference(ClusterResourceIds.Subnet(spec, ClusterResourceIds.PoolSubnet(spec, pool).Name)),
        };
        if (spec.Network.NodeOutboundLoadBalancer is { } outbound)
        {
            address["loadBalancerBackendAddressPools"] = Json.References(ClusterResourceIds.BackendPool(spec, outbound));
        }

        var properties = new JsonObject
        {
            ["primary"] = true,
            ["enableIPForwarding"] = true,
            ["ipConfigurations"] = Json.Objects([new JsonObject { ["name"] = "ipConfig0", ["properties"] = address }]),
        };
        if ((pool.Machine.AcceleratedNetworking ?? context.AcceleratedNetworking) is { } accelerated)
        {
            properties["enableAcceleratedNetworking"] = accelerated;
        }

        return new JsonObject { ["name"] = $"{pool.Name}-nic-0", ["properties"] = properties };
    }
}
