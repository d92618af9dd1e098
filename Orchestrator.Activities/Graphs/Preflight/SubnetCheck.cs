using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Graphs.Preflight;

/// <summary>
/// Whether the nodes of an AKS cluster, and their pods where those have addresses of the subnet, fit into the subnets that the spec describes. Azure sets the addresses of
/// a node's pods aside when it makes the node.
/// </summary>
internal static class SubnetCheck
{
    /// <summary>Azure keeps five addresses of each subnet.</summary>
    private const int Reserved = 5;

    private const int StandardMaxPods = 30;

    /// <summary>One sentence for each subnet that is too small.</summary>
    public static IEnumerable<string> Problems(ClusterSpec spec, IReadOnlyCollection<MachineDemand> demands)
    {
        foreach (var subnet in spec.Network.Subnets)
        {
            var id = ClusterResourceIds.Subnet(spec, subnet.Name);
            var users = demands.Select(demand => (Demand: demand, Pool: ManagedClusterIds.PoolOf(spec, demand.Path["pool ".Length..])))
                .Where(user => ResourceId.Same((string?)user.Pool.Properties["vnetSubnetID"], id))
                .Select(user => (user.Demand.Path, Nodes: Math.Max(user.Demand.Replicas, user.Demand.Existing) + user.Demand.Surge, Each: AddressesOfANode(spec.ManagedCluster!.Body, user.Pool.Properties)))
                .ToList();
            var (needed, size) = (users.Sum(static u => (long)u.Nodes * u.Each) + subnet.PrivateEndpoints.Count, SizeOf(subnet));
            if (users.Count > 0 && size is { } free && needed > free)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"The subnet {subnet.Name} ({string.Join(", ", subnet.CidrBlocks)}) has {free} addresses, and {needed} are needed ({string.Join(", ", users.Select(static u => $"{u.Path} {u.Nodes} nodes with {u.Each} each"))}).");
            }
        }
    }

    private static int AddressesOfANode(JsonObject body, JsonObject pool)
    {
        var network = body["properties"]?["networkProfile"];
        var podsAreElsewhere = pool["podSubnetID"] is not null || Is(network?["networkPluginMode"], "overlay") || (network?["networkPlugin"] is { } plugin && !Is(plugin, "azure"));
        return podsAreElsewhere ? 1 : 1 + ((int?)pool["maxPods"] ?? StandardMaxPods);
    }

    private static long? SizeOf(SubnetSpec subnet)
    {
        var blocks = subnet.CidrBlocks.Select(static block => IPNetwork.TryParse(block, out var network) && network.BaseAddress.GetAddressBytes().Length == 4 ? (1L << (32 - network.PrefixLength)) - Reserved : (long?)null).ToList();
        return blocks.Count > 0 && blocks.TrueForAll(static size => size is not null) ? blocks.Sum() : null;
    }

    private static bool Is(JsonNode? node, string text) => string.Equals((string?)node, text, StringComparison.OrdinalIgnoreCase);
}
