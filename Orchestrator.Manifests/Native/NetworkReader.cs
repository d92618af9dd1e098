using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.ClusterApi;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.Native;

/// <summary>The network: <c>virtualNetwork</c> and <c>subnets</c>, all of it optional.</summary>
internal static class NetworkReader
{
    private static readonly Dictionary<string, SubnetRole> Roles = new(StringComparer.Ordinal)
    {
        ["node"] = SubnetRole.Node,
        ["control-plane"] = SubnetRole.ControlPlane,
        ["cluster"] = SubnetRole.Cluster,
    };

    public static NetworkDraft Read(ObjectReader? network)
    {
        var vnet = network?.Object("virtualNetwork");
        return new NetworkDraft
        {
            VirtualNetworkName = vnet?.String("name"),
            VirtualNetworkResourceGroup = vnet?.String("resourceGroup"),
            VirtualNetworkCidrBlocks = vnet?.Strings("cidrs", at: "cidrBlocks") ?? [],
            Subnets = network?.Objects("subnets").Select(ReadSubnet).ToList() ?? [],
        };
    }

    private static SubnetDraft ReadSubnet(ObjectReader subnet) => new()
    {
        Name = subnet.String("name"),
        Role = subnet.Require("role") && subnet.Choice("role", Roles.Keys) is { } role ? Roles[role] : SubnetRole.Node,
        CidrBlocks = subnet.String("cidr", at: "cidrBlocks[0]") is { } cidr ? [cidr] : [],
        SecurityGroupName = subnet.String("securityGroup", at: "securityGroup.name"),
        SecurityRules = [.. subnet.Objects("securityRules", at: "securityGroup.rules").Select(SubnetReader.ReadRule)],
        RouteTable = subnet.String("routeTable"),
        NatGateway = subnet.String("natGateway", at: "natGateway.name") is { } gateway ? new NatGatewayDraft(gateway, PublicIPName: null, PublicIPDnsName: null, []) : null,
    };
}
