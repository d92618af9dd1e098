using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;
using Orchestrator.Simulator.Arm.Types.Authorization;

namespace Orchestrator.Simulator.Arm.Access;

/// <summary>The names of what requests do, and which roles include them.</summary>
internal static class RoleActions
{
    private static readonly string[] Joined =
    [
        Subnets.TypeName, PublicIPAddresses.TypeName, "Microsoft.Network/networkSecurityGroups", "Microsoft.Network/routeTables", NatGateways.TypeName,
        PublicIPPrefixes.TypeName, NetworkInterfaces.TypeName, "Microsoft.Network/loadBalancers/backendAddressPools", "Microsoft.Network/applicationSecurityGroups",
    ];

    /// <summary>Such as <c>Microsoft.Network/virtualNetworks/write</c>.</summary>
    public static string Of(string method, ResourcePath path) => method switch
    {
        "GET" or "HEAD" => $"{NameOf(path.Trailing is null ? path.Type : path.TrailingType)}/read",
        "POST" => $"{NameOf(path.TrailingType)}/action",
        "DELETE" => $"{NameOf(path.Type)}/delete",
        _ => $"{NameOf(path.Type)}/write",
    };

    /// <summary>What it takes to refer to a resource; null for types that ask nothing of who refers to them.</summary>
    public static (string Action, string Scope)? Linked(string id)
    {
        if (ResourcePath.Parse(id) is not { Names.Count: > 0 } path)
        {
            return null;
        }

        if (path.Type.Same(UserAssignedIdentities.TypeName))
        {
            return ($"{UserAssignedIdentities.TypeName}/assign/action", path.Id);
        }

        return Joined.FirstOrDefault(path.Type.Same) is { } type ? ($"{type}/join/action", path.Id) : null;
    }

    public static bool Includes(string roleId, string action, ArmWorld world) =>
        PermissionsOf(roleId, world).Any(permission => Lists(permission["actions"], action) && !Lists(permission["notActions"], action));

    public static IEnumerable<JsonObject> PermissionsOf(string roleId, ArmWorld world)
    {
        var name = roleId[(roleId.LastIndexOf('/') + 1)..];
        var role = RoleDefinitions.BuiltInRole(name, roleId) ?? world.Resources.OfType(RoleDefinitions.TypeName).FirstOrDefault(custom => custom.Name.Same(name))?.Content;
        return role.Items("properties.permissions");
    }

    private static bool Lists(JsonNode? patterns, string action) => (patterns as JsonArray ?? []).Any(pattern => Matches(pattern!.ToString(), action));

    /// <summary>A star stands for anything, slashes too.</summary>
    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var star = pattern.IndexOf('*');
        if (star < 0)
        {
            return pattern.Equals(text, StringComparison.OrdinalIgnoreCase);
        }

        if (!text.StartsWith(pattern[..star], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        for (var i = star; i <= text.Length; i++)
        {
            if (Matches(pattern[(star + 1)..], text[i..]))
            {
                return true;
            }
        }

        return false;
    }

    private static string NameOf(string type) =>
        type.Same(ResourceGroups.TypeName) ? "Microsoft.Resources/subscriptions/resourceGroups"
        : type.Same("Microsoft.Resources/resourceGroups/resources") ? "Microsoft.Resources/subscriptions/resourceGroups/resources" : type;
}
