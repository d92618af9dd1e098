using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;

namespace Orchestrator.Activities.Graphs;

/// <summary>
/// What Azure has in the resource groups of a cluster. Most of it comes out of one query that may be seconds old; what was read itself, or lies in a group
/// that is not there, is confirmed. Ids compare case-insensitively.
/// </summary>
public sealed class ClusterInventory
{
    private readonly ImmutableDictionary<string, JsonObject> _byId;
    private readonly ImmutableHashSet<string> _confirmed;

    public ClusterInventory(IEnumerable<JsonObject> resources)
        : this(Add(ImmutableDictionary.Create<string, JsonObject>(StringComparer.OrdinalIgnoreCase), resources), ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase))
    {
    }

    private ClusterInventory(ImmutableDictionary<string, JsonObject> byId, ImmutableHashSet<string> confirmed) => (_byId, _confirmed) = (byId, confirmed);

    public IEnumerable<(string Id, JsonObject Resource)> All => _byId.Select(static r => (r.Key, r.Value)).OrderBy(static r => r.Key, StringComparer.OrdinalIgnoreCase);

    public JsonObject? Find(string id) => _byId.GetValueOrDefault(id);

    public IEnumerable<(string Id, JsonObject Resource)> OfType(string type) =>
        All.Where(r => string.Equals(ResourceId.TypeOf(r.Id), type, StringComparison.OrdinalIgnoreCase));

    /// <summary>The resource or what holds it was read by itself, so its presence, absence and contents are facts.</summary>
    public bool IsConfirmed(string id) => _confirmed.Contains(id) || _confirmed.Contains(Holder(id)) || (ResourceId.GroupIdOf(id) is { } group && _confirmed.Contains(group) && Find(group) is null);

    /// <summary>The same with what was read of one resource, with all that it holds; null: it is not there.</summary>
    public ClusterInventory With(string id, JsonObject? resource)
    {
        var others = _byId.RemoveRange(_byId.Keys.Where(key => ResourceId.Same(key, id) || ResourceId.Same(Holder(key), id)));
        return new ClusterInventory(resource is null ? others : Add(others, [resource]), _confirmed.Add(id));
    }

    /// <summary>The same with more that a list or query says is there; none of it is confirmed.</summary>
    public ClusterInventory With(IEnumerable<JsonObject> resources) => new(Add(_byId, resources), _confirmed);

    /// <summary>What has to be read to know about a resource: itself, or for a child the top one that it comes in. Extensions come in nothing.</summary>
    public static string Holder(string id) =>
        !IsUnlisted(id) && ResourceId.TypeOf(id) != ArmTypes.VirtualMachineExtension && ResourceId.ParentOf(id) is { } parent ? Holder(parent) : id;

    /// <summary>Neither a query nor a read of what holds it shows the resource: it is read by itself.</summary>
    public static bool IsUnlisted(string id) =>
        ResourceId.TypeOf(id) is ArmTypes.BlobContainer or ArmTypes.ImmutabilityPolicy or ArmTypes.ManagementPolicy or ArmTypes.RoleDefinition or ArmTypes.PrivateDnsZoneGroup
            or ArmTypes.FleetMember or ArmTypes.ClusterExtension;

    private static ImmutableDictionary<string, JsonObject> Add(ImmutableDictionary<string, JsonObject> index, IEnumerable<JsonObject> resources)
    {
        var builder = index.ToBuilder();
        foreach (var resource in resources)
        {
            Add(builder, resource);

            // Subnets and peerings come whole inside their network, SSH rules inside their load balancer; elsewhere they are mere references.
            var children = new[] { "subnets", "virtualNetworkPeerings", "inboundNatRules" }.SelectMany(member => resource["properties"]?[member] as JsonArray ?? []).OfType<JsonObject>();
            foreach (var child in children.Where(child => (string?)child["id"] is { } id && ResourceId.Same(ResourceId.ParentOf(id), (string?)resource["id"])))
            {
                Add(builder, child);
            }

            // A cluster shows its pools without ids.
            foreach (var pool in (resource["properties"]?["agentPoolProfiles"] as JsonArray ?? []).OfType<JsonObject>())
            {
                Add(builder, new JsonObject { ["id"] = $"{(string?)resource["id"]}/agentPools/{(string?)pool["name"]}", ["name"] = pool["name"]?.DeepClone(), ["properties"] = pool.DeepClone() });
            }
        }

        return builder.ToImmutable();
    }

    private static void Add(ImmutableDictionary<string, JsonObject>.Builder index, JsonObject resource)
    {
        if ((string?)resource["id"] is { Length: > 0 } id)
        {
            index[id] = resource;
        }
    }
}
