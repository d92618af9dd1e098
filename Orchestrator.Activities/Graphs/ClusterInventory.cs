using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;

namespace Orchestrator.Activities.Graphs;

/// <summary>What Azure has in the resource groups of a cluster, read by a few lists; ids compare case-insensitively.</summary>
public sealed class ClusterInventory(IEnumerable<JsonObject> resources)
{
    private readonly Dictionary<string, JsonObject> _byId = Index(resources);

    public IEnumerable<(string Id, JsonObject Resource)> All => _byId.Select(static r => (r.Key, r.Value));

    public JsonObject? Find(string id) => _byId.GetValueOrDefault(id);

    public IEnumerable<(string Id, JsonObject Resource)> OfType(string type) =>
        All.Where(r => string.Equals(ResourceId.TypeOf(r.Id), type, StringComparison.OrdinalIgnoreCase));

    private static Dictionary<string, JsonObject> Index(IEnumerable<JsonObject> resources)
    {
        var index = new Dictionary<string, JsonObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var resource in resources)
        {
            Add(index, resource);

            // Subnets and peerings come whole inside their network, SSH rules inside their load balancer; elsewhere they are mere references.
            var children = new[] { "subnets", "virtualNetworkPeerings", "inboundNatRules" }
                .SelectMany(member => resource["properties"]?[member] as JsonArray ?? []).OfType<JsonObject>();
            foreach (var child in children.Where(child => (string?)child["id"] is { } id && ResourceId.Same(ResourceId.ParentOf(id), (string?)resource["id"])))
            {
                Add(index, child);
            }
        }

        return index;
    }

    private static void Add(Dictionary<string, JsonObject> index, JsonObject resource)
    {
        if ((string?)resource["id"] is { Length: > 0 } id)
        {
            index[id] = resource;
        }
    }
}
