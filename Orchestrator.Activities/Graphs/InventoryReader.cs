using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Graphs;

/// <summary>
/// Reads a cluster's surroundings with as few calls as can be: each resource group, one Resource Graph query for all that is in them, and by id what the spec
/// or our records name elsewhere. The graph lags behind by seconds, so whoever would act on what it says, or does not say, has it confirmed first.
/// </summary>
internal sealed class InventoryReader(ArmConnection arm, string operationId, CancellationToken cancellation)
{
    internal static readonly string[] Types =
    [
        ArmTypes.VirtualNetwork, ArmTypes.NetworkSecurityGroup, ArmTypes.RouteTable, ArmTypes.PublicIPAddress, ArmTypes.NatGateway,
        ArmTypes.LoadBalancer, ArmTypes.NetworkInterface, ArmTypes.VirtualMachine, ArmTypes.VirtualMachineScaleSet, ArmTypes.Disk,
        ArmTypes.AvailabilitySet, ArmTypes.VirtualMachineExtension,
        ArmTypes.BastionHost, ArmTypes.PrivateEndpoint, ArmTypes.PrivateDnsZone, ArmTypes.StorageAccount, ArmTypes.ManagedCluster,
    ];

    /// <param name="spec">Whose surroundings.</param>
    /// <param name="recorded">Ids that the cluster made, wherever they are.</param>
    /// <exception cref="OrchestratorException">Azure refused a read.</exception>
    public async Task<ClusterInventory> ReadAsync(ClusterSpec spec, IEnumerable<string> recorded)
    {
        List<string> groups = [.. ClusterSurroundings.GroupsOf(spec)];
        var named = NamedBy(spec, recorded);
        var elsewhere = named.Where(id => ClusterInventory.IsUnlisted(id) || !groups.Exists(group => ResourceId.Holds(group, id)));
        var inventory = await ConfirmAsync(new ClusterInventory([]), [.. groups, .. elsewhere]).ConfigureAwait(false);
        groups.RemoveAll(group => inventory.Find(group) is null);
        inventory = groups.Count == 0 ? inventory : await QueryAsync(inventory, groups, named).ConfigureAwait(false);
        return await WithPartsAsync(spec, inventory, recorded).ConfigureAwait(false);
    }

    /// <summary>The same with the truth about these resources and all that they hold.</summary>
    /// <exception cref="OrchestratorException">Azure refused a read.</exception>
    public async Task<ClusterInventory> ConfirmAsync(ClusterInventory inventory, IReadOnlyCollection<string> ids)
    {
        var reads = await Task.WhenAll(ids.Select(async id => (Id: id, Read: await arm.GetAsync(id, operationId, cancellation).ConfigureAwait(false)))).ConfigureAwait(false);
        foreach (var (id, read) in reads)
        {
            Throw(read.IsNotFound ? null : read.Error);
            inventory = inventory.With(id, read.IsNotFound ? null : WithId(read.Resource!, id));
            if (!read.IsNotFound && ResourceId.TypeOf(id) == ArmTypes.ManagedCluster)
            {
                inventory = inventory.With(await ListAsync(id, ArmTypes.MaintenanceConfiguration).ConfigureAwait(false));
            }

            if (!read.IsNotFound && ResourceId.TypeOf(id) == ArmTypes.PrivateDnsZone)
            {
                inventory = inventory.With(await ReadZoneAsync(id).ConfigureAwait(false));
            }
        }

        return inventory;
    }

    private async Task<ClusterInventory> QueryAsync(ClusterInventory inventory, List<string> groups, IReadOnlyList<string> named)
    {
        var (rows, error) = await arm.QueryAsync(Query(groups), [.. groups.Select(ResourceId.SubscriptionOf).Distinct(StringComparer.OrdinalIgnoreCase)], operationId, cancellation)
            .ConfigureAwait(false);
        Throw(error);

        // Groups of one name may be in several subscriptions.
        inventory = inventory.With(rows.Where(row => (string?)row["id"] is { } id && groups.Exists(group => ResourceId.Holds(group, id))));
        return await WithZonesAsync(inventory, named).ConfigureAwait(false);
    }

    /// <summary>The same with the links and records of the named DNS zones, which no query of a group shows.</summary>
    public async Task<ClusterInventory> WithZonesAsync(ClusterInventory inventory, IReadOnlyCollection<string> named)
    {
        foreach (var zone in inventory.OfType(ArmTypes.PrivateDnsZone).Where(zone => named.Contains(zone.Id, StringComparer.OrdinalIgnoreCase) && !inventory.IsConfirmed(zone.Id)))
        {
            inventory = inventory.With(await ReadZoneAsync(zone.Id).ConfigureAwait(false));
        }

        return inventory;
    }

    /// <summary>Ids that the spec names and that the cluster made, of what a query can show.</summary>
    public static IReadOnlyList<string> NamedBy(ClusterSpec spec, IEnumerable<string> recorded) =>
        [.. Named(spec).Concat(recorded.Where(IsResource).Select(ClusterInventory.Holder)).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Resources that the spec names by id.</summary>
    private static IEnumerable<string> Named(ClusterSpec spec) => (spec.ManagedCluster?.Parts ?? []).Where(static p => p.Kind != StepKinds.MaintenanceConfiguration).Select(static p => p.Id)
        .Concat(spec.Network.VirtualNetwork.Peerings.Select(static p => p.RemoteVirtualNetworkId))
        .Concat(spec.Network.PrivateDnsZone is null ? [] : [ClusterResourceIds.PrivateDnsZone(spec)])
        .Concat(spec.Backup is null ? [] : [ClusterResourceIds.BlobContainer(spec)])
        .Concat(spec.Backup?.Immutability is null ? [] : [ClusterResourceIds.ImmutabilityPolicy(spec)])
        .Concat(spec.Backup?.DeleteAfterDays is null ? [] : [ClusterResourceIds.ManagementPolicy(spec)])
        .Concat(spec.Network.Subnets.SelectMany(static subnet => subnet.PrivateEndpoints).Where(static e => e.DnsZoneIds is not null).Select(e => ClusterResourceIds.PrivateDnsZoneGroup(spec, e)))
        .Concat((spec.Roles ?? []).Select(ClusterResourceIds.RoleDefinition));

    private static bool IsResource(string id) => ResourceId.TypeOf(id) is not (ArmTypes.ResourceGroup or ArmTypes.RoleAssignment);

    /// <summary>The same with an AKS cluster's maintenance configurations: they are no part of what a read of their cluster shows, and no query knows them.</summary>
    public async Task<ClusterInventory> WithPartsAsync(ClusterSpec spec, ClusterInventory inventory, IEnumerable<string> recorded)
    {
        if (spec.ManagedCluster is null)
        {
            return inventory;
        }

        var cluster = ManagedClusterIds.Cluster(spec);
        var isAsked = spec.ManagedCluster.Parts.Any(static p => p.Kind == StepKinds.MaintenanceConfiguration)
            || recorded.Any(static id => ResourceId.TypeOf(id) == ArmTypes.MaintenanceConfiguration);
        return isAsked && inventory.Find(cluster) is not null
            ? inventory.With(await ListAsync(cluster, ArmTypes.MaintenanceConfiguration).ConfigureAwait(false))
            : inventory;
    }

    /// <summary>Links and records are no part of what a read of the zone shows.</summary>
    private async Task<IEnumerable<JsonObject>> ReadZoneAsync(string zone)
    {
        var lists = await Task.WhenAll(ListAsync(zone, ArmTypes.PrivateDnsZoneLink), ListAsync(zone, ArmTypes.PrivateDnsARecord)).ConfigureAwait(false);
        return lists.SelectMany(static l => l);
    }

    private async Task<IReadOnlyList<JsonObject>> ListAsync(string zone, string type)
    {
        var (items, error) = await arm.ListAsync(zone, type, operationId, cancellation).ConfigureAwait(false);

        // The zone may go while we read: then it holds nothing.
        Throw(error is { HttpStatus: 404 } ? null : error);
        return items;
    }

    private static string Query(IEnumerable<string> groups) =>
        $"""
        Resources
        | where resourceGroup in~ ({Literals(groups.Select(ResourceId.NameOf))}) and type in~ ({Literals(Types)})
        | project id, name, type, location, tags, zones, sku, identity, plan, properties
        | order by id asc
        """;

    internal static string Literals(IEnumerable<string> values) =>
        string.Join(", ", values.Select(static v => $"'{v.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'"));

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
