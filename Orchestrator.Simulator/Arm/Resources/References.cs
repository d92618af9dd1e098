using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Arm.Resources;

/// <summary>
/// References between resources, read off their content: every <c>id</c> member that names another resource, and the keys of
/// <c>userAssignedIdentities</c>. All resource types write them alike, so no type has to list its own.
/// </summary>
internal static class References
{
    private static readonly string[] IdMembers = ["id", "privateLinkServiceId", "privateDnsZoneId", "vnetSubnetID", "podSubnetID", "nodePublicIPPrefixID"];

    /// <summary>The ids of other resources, each once, in the order they appear.</summary>
    public static IReadOnlyList<string> In(JsonNode content, string self) =>
        [.. All(content).Where(id => !id.Equals(self, StringComparison.OrdinalIgnoreCase) && !ResourceTable.IsUnder(id, self))];

    /// <summary>The ids in a body, its own parts among them, each once.</summary>
    public static IReadOnlyList<string> All(JsonNode content)
    {
        var found = new List<string>();
        Collect(content, found);
        return [.. found.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The resource that a child or an inline element belongs to; null for a top-level resource.</summary>
    public static string? OwnerOf(string id)
    {
        var provider = id.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase);
        if (provider < 0 || id[(provider + 1)..].Count(static c => c == '/') < 5)
        {
            return null;
        }

        var type = id.LastIndexOf('/', id.LastIndexOf('/') - 1);
        return id[..type];
    }

    /// <summary>The subscription's own id, without the path before it.</summary>
    public static string SubscriptionOf(string id)
    {
        const int Start = 15;
        var end = id.Length > Start ? id.IndexOf('/', Start) : -1;
        return end < 0 ? id[Math.Min(Start, id.Length)..] : id[Start..end];
    }

    private static void Collect(JsonNode? node, List<string> found)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                Collect(item, found);
            }
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                CollectMember(name, value, found);
            }
        }
    }

    private static void CollectMember(string name, JsonNode? value, List<string> found)
    {
        if (IdMembers.Contains(name, StringComparer.Ordinal) && value is JsonValue text && text.TryGetValue<string>(out var id) && IsResource(id))
        {
            found.Add(id);
        }
        else if (string.Equals(name, "userAssignedIdentities", StringComparison.Ordinal) && value is JsonObject identities)
        {
            found.AddRange(identities.Select(static identity => identity.Key));
        }
        else if (!string.Equals(name, "tags", StringComparison.Ordinal))
        {
            Collect(value, found);
        }
    }

    private static bool IsResource(string id) =>
        id.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) && id.Contains("/providers/", StringComparison.OrdinalIgnoreCase);
}
