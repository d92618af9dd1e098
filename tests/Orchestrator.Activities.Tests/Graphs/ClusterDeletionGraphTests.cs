using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Graphs;

namespace Orchestrator.Activities.Tests.Graphs;

/// <summary>The order in which what a cluster has goes, over two resource groups.</summary>
public sealed class ClusterDeletionGraphTests
{
    private const string Subscription = "00000000-0000-0000-0000-000000000000";
    private static readonly string Own = ResourceId.ResourceGroup(Subscription, "c1");
    private static readonly string Network = ResourceId.ResourceGroup(Subscription, "net");
    private static readonly string Machine = ResourceId.Of(Subscription, "c1", ArmTypes.VirtualMachine, "m");
    private static readonly string Interface = ResourceId.Of(Subscription, "c1", ArmTypes.NetworkInterface, "m-nic");
    private static readonly string SecurityGroup = ResourceId.Of(Subscription, "c1", ArmTypes.NetworkSecurityGroup, "nsg");
    private static readonly string VirtualNetwork = ResourceId.Of(Subscription, "net", ArmTypes.VirtualNetwork, "vnet");
    private static readonly string[] All = [Machine, Interface, SecurityGroup, VirtualNetwork];

    [Fact]
    public void Build_BothGroupsWhole_TheNetworksGroupWaitsForTheMachines() =>
        Assert.Equal(["ResourceGroup/c1 <- ", "ResourceGroup/net <- ResourceGroup/c1"], Steps([Own, Network]));

    /// <summary>The cluster's group stays, since somebody has something in it: its machines still go before the network that they use, and what that network uses goes after it.</summary>
    [Fact]
    public void Build_NetworksGroupWholeAndTheOtherByPiece_KeepsTheOrder() => Assert.Equal(
        [
            "VirtualMachine/m <- ",
            "NetworkInterface/m-nic <- VirtualMachine/m",
            "ResourceGroup/net <- VirtualMachine/m NetworkInterface/m-nic",
            "NetworkSecurityGroup/nsg <- ResourceGroup/net VirtualMachine/m NetworkInterface/m-nic",
        ],
        Steps([Network]));

    [Fact]
    public void Build_OwnGroupWholeAndTheNetworkByPiece_TheNetworkGoesLast() =>
        Assert.Equal(["ResourceGroup/c1 <- ", "VirtualNetwork/vnet <- ResourceGroup/c1"], Steps([Own]));

    private static IEnumerable<string> Steps(IReadOnlyList<string> groups) =>
        ClusterDeletionGraph.Build(Own, groups, All).Select(static step => $"{step.Key} <- {string.Join(' ', step.DependsOn)}");
}
