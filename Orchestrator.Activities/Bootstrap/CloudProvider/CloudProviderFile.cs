using System.Text.Json;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Bootstrap.CloudProvider;

/// <summary>Renders azure.json for the machines of one group.</summary>
internal static class CloudProviderFile
{
    public const string Path = "/etc/kubernetes/azure.json";

    /// <param name="identityClientId">Client id by the ARM id of a user-assigned identity.</param>
    /// <param name="clientSecret">The cluster identity's secret, for machines that have no identity of their own.</param>
    public static string Render(ClusterSpec spec, MachineSpec machine, Func<string, string> identityClientId, string? clientSecret)
    {
        var subnet = NodeSubnet(spec);
        var config = new CloudProviderConfig
        {
            Cloud = spec.Environment,
            TenantId = spec.Identity.TenantId,
            SubscriptionId = spec.SubscriptionId,
            ResourceGroup = spec.ResourceGroup,
            SecurityGroupName = subnet.SecurityGroup!.Name,
            SecurityGroupResourceGroup = subnet.SecurityGroup.BorrowedId is { } id ? ResourceId.ResourceGroupOf(id) : spec.Network.VirtualNetwork.ResourceGroup,
            Location = spec.Location,
            VnetName = spec.Network.VirtualNetwork.Name,
            VnetResourceGroup = spec.Network.VirtualNetwork.ResourceGroup,
            SubnetName = subnet.Name,
            RouteTableName = subnet.RouteTable ?? "",
            RouteTableResourceGroup = subnet.BorrowedRouteTableId is { } routeTable ? ResourceId.ResourceGroupOf(routeTable) : null,
            LoadBalancerName = spec.Network.NodeOutboundLoadBalancer?.Name ?? "",
        };
        return JsonSerializer.Serialize(WithIdentity(config, spec, machine, identityClientId, clientSecret), ContractJson.Indented) + '\n';
    }

    private static CloudProviderConfig WithIdentity(
        CloudProviderConfig config, ClusterSpec spec, MachineSpec machine, Func<string, string> identityClientId, string? clientSecret) => machine.Identity switch
        {
            MachineIdentityType.None => config with { AadClientId = spec.Identity.ClientId, AadClientSecret = clientSecret },
            MachineIdentityType.SystemAssigned => config with { UseManagedIdentityExtension = true },
            _ => config with
            {
                UseManagedIdentityExtension = true,
                UserAssignedIdentityId = machine.UserAssignedIdentities.Count > 0 ? identityClientId(machine.UserAssignedIdentities[0]) : null,
            },
        };

    /// <summary>The cloud provider puts load-balancer rules into the security group of the nodes' subnet; a shared subnet serves both.</summary>
    private static SubnetSpec NodeSubnet(ClusterSpec spec) =>
        spec.Network.Subnets.First(static subnet => subnet.Role is SubnetRole.Node or SubnetRole.Cluster);
}
