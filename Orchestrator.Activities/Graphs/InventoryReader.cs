using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Graphs;

/// <summary>
/// Reads a cluster's surroundings: the resource groups, then one list for each type and group that exists. Azure's list of all resources of a
/// group would be one call, but it leaves their properties out.
/// </summary>
public sealed class InventoryReader
{
    private static readonly string[] Types =
    [
        ArmTypes.VirtualNetwork, ArmTypes.NetworkSecurityGroup, ArmTypes.RouteTable, ArmTypes.PublicIPAddress, ArmTypes.NatGateway,
        ArmTypes.LoadBalancer, ArmTypes.NetworkInterface, ArmTypes.VirtualMachine, ArmTypes.VirtualMachineScaleSet, ArmTypes.Disk,
        ArmTypes.AvailabilitySet,
    ];

    /// <summary>Types that few clusters have: listed for those that do, or did.</summary>
    private static readonly string[] Rare = [ArmTypes.BastionHost, ArmTypes.PrivateEndpoint, ArmTypes.PrivateDnsZone];

    /// <param name="spec">Whose surroundings.</param>
    /// <param name="recorded">Ids that the cluster made, wherever they are.</param>
    /// <param name="arm">The cluster's connection.</param>
    /// <param name="operationId">Correlates the reads.</param>
    /// <param name="cancellation">Stops them.</param>
    /// <exception cref="OrchestratorException">Azure refused a read.</exception>
    public async Task<ClusterInventory> ReadAsync(ClusterSpec spec, IReadOnlyCollection<string> recorded, ArmConnection arm, string operationId, CancellationToken cancellation)
    {
        List<string> groups = [.. new[] { ClusterResourceIds.ResourceGroup(spec), ClusterResourceIds.NetworkResourceGroup(spec) }.Distinct(StringComparer.OrdinalIgnoreCase)];
        List<string> named =
            [.. Named(spec).Concat(recorded.Where(IsResource).Select(static id => ResourceId.ParentOf(id) ?? id)).Distinct(StringComparer.OrdinalIgnoreCase)];
        var types = Types.Concat(Rare.Where(type => Wants(spec, type) || named.Exists(id => ResourceId.TypeOf(id) == type)));
        var inGroups = await Task.WhenAll(groups.Select(g => ReadGroupAsync(g, types, arm, operationId, cancellation))).ConfigureAwait(false);
        var elsewhere = await Task.WhenAll(named.Where(id => !groups.Exists(g => id.StartsWith($"{g}/", StringComparison.OrdinalIgnoreCase)))
            .Select(id => FindAsync(id, arm, operationId, cancellation))).ConfigureAwait(false);
        var resources = inGroups.SelectMany(static r => r).Concat(elsewhere.OfType<JsonObject>()).ToList();
        var zones = resources.Select(static r => (string?)r["id"] ?? "")
            .Where(id => ResourceId.TypeOf(id) == ArmTypes.PrivateDnsZone && named.Contains(id, StringComparer.OrdinalIgnoreCase));
        var inZones = await Task.WhenAll(zones.Select(zone => ReadZoneAsync(zone, arm, operationId, cancellation))).ConfigureAwait(false);
        return new ClusterInventory(resources.Concat(inZones.SelectMany(static r => r)));
    }

    /// <summary>Resources that the spec names by id.</summary>
    private static IEnumerable<string> Named(ClusterSpec spec) => spec.Network.VirtualNetwork.Peerings.Select(static p => p.RemoteVirtualNetworkId)
        .Concat(spec.Network.PrivateDnsZone is null ? [] : [ClusterResourceIds.PrivateDnsZone(spec)]);

    private static bool Wants(ClusterSpec spec, string type) => type switch
    {
        ArmTypes.BastionHost => spec.Network.Bastion is not null,
        ArmTypes.PrivateEndpoint => spec.Network.Subnets.Any(static s => s.PrivateEndpoints.Count > 0),
        _ => spec.Network.PrivateDnsZone is not null,
    };

    private static bool IsResource(string id) => ResourceId.TypeOf(id) is not (ArmTypes.ResourceGroup or ArmTypes.RoleAssignment);

    /// <summary>Links and records are no part of what a list of zones shows.</summary>
    private static async Task<IEnumerable<JsonObject>> ReadZoneAsync(string zone, ArmConnection arm, string operationId, CancellationToken cancellation)
    {
        var lists = await Task.WhenAll(
            ListAsync(zone, ArmTypes.PrivateDnsZoneLink, arm, operationId, cancellation),
            ListAsync(zone, ArmTypes.PrivateDnsARecord, arm, operationId, cancellation)).ConfigureAwait(false);
        return lists.SelectMany(static l => l);
    }

    private static async Task<JsonObject?> FindAsync(string id, ArmConnection arm, string operationId, CancellationToken cancellation)
    {
        var read = await arm.GetAsync(id, operationId, cancellation).ConfigureAwait(false);
        if (read.IsNotFound)
        {
            return null;
        }

        Throw(read.Error);
        return WithId(read.Resource!, id);
    }

    private static async Task<IEnumerable<JsonObject>> ReadGroupAsync(
        string group, IEnumerable<string> types, ArmConnection arm, string operationId, CancellationToken cancellation)
    {
        var read = await arm.GetAsync(group, operationId, cancellation).ConfigureAwait(false);
        if (read.IsNotFound)
        {
            return [];
        }

        Throw(read.Error);
        var lists = await Task.WhenAll(types.Select(type => ListAsync(group, type, arm, operationId, cancellation))).ConfigureAwait(false);
        return lists.SelectMany(static l => l).Prepend(WithId(read.Resource!, group));
    }

    private static async Task<IReadOnlyList<JsonObject>> ListAsync(string group, string type, ArmConnection arm, string operationId, CancellationToken cancellation)
    {
        var (items, error) = await arm.ListAsync(group, type, operationId, cancellation).ConfigureAwait(false);

        // The group may go while we read: then it holds nothing.
        Throw(error is { HttpStatus: 404 } ? null : error);
        return items;
    }

    private static JsonObject WithId(JsonObject resource, string id)
    {
        resource["id"] = id;
        return resource;
    }

    private static void Throw(OrchestratorError? error)
    {
        if (error is not null)
        {
            throw new OrchestratorException(error);
        }
    }
}
