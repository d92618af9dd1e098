namespace Orchestrator.Activities.Azure;

/// <summary>What an ARM id says of itself. Ids compare case-insensitively.</summary>
public static class ResourceId
{
    public static string ResourceGroup(string subscription, string group) => $"/subscriptions/{subscription}/resourceGroups/{group}";

    /// <summary>The id of <paramref name="type"/> with one name for each of its levels.</summary>
    public static string Of(string subscription, string group, string type, params ReadOnlySpan<string> names)
    {
        var segments = type.Split('/');
        var id = $"{ResourceGroup(subscription, group)}/providers/{segments[0]}";
        for (var i = 0; i < names.Length; i++)
        {
            id = $"{id}/{segments[i + 1]}/{names[i]}";
        }

        return id;
    }

    public static string NameOf(string id) => id[(id.LastIndexOf('/') + 1)..];

    public static string SubscriptionOf(string id) => id.Split('/')[2];

    public static string ResourceGroupOf(string id) => id.Split('/')[4];

    /// <summary>The subscription that a path begins with; null for a path of the tenant.</summary>
    public static string? TryGetSubscription(string path) =>
        path.Split('/') is ["", var first, var subscription, ..] && first.Equals("subscriptions", StringComparison.OrdinalIgnoreCase) ? subscription : null;

    /// <summary>The id of the group that a resource is in; null for a group itself and for what is in none.</summary>
    public static string? GroupIdOf(string id) =>
        id.Split('/') is [_, _, _, var groups, _, _, ..] segments && groups.Equals("resourceGroups", StringComparison.OrdinalIgnoreCase) ? string.Join('/', segments[..5]) : null;

    /// <summary>Whether the resource is in the group or below the resource.</summary>
    public static bool Holds(string holder, string id) => id.StartsWith($"{holder}/", StringComparison.OrdinalIgnoreCase);

    /// <summary>The type after the last <c>providers</c> segment; an id without one is a resource group's.</summary>
    public static string TypeOf(string id)
    {
        var providers = id.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase);
        if (providers < 0)
        {
            return ArmTypes.ResourceGroup;
        }

        var segments = id[(providers + "/providers/".Length)..].Split('/');


        // Azure's answers write ids in several casings; ours is that of the types we know.
        return ArmTypes.Canonical(string.Join('/', segments.Where(static (_, i) => i == 0 || i % 2 == 1)));
    }

    /// <summary>The resource that holds this one, such as a subnet's virtual network; null at the top of its resource group.</summary>
    public static string? ParentOf(string id) => TypeOf(id) switch
    {
        // Between an account and its containers stands a level that is always there.
        ArmTypes.BlobContainer => string.Join('/', id.Split('/')[..^4]),
        var type when type.Count(static c => c == '/') > 1 => string.Join('/', id.Split('/')[..^2]),
        _ => null,
    };

    public static bool Same(string? left, string? right) => string.Equals(left?.TrimEnd('/'), right?.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}
