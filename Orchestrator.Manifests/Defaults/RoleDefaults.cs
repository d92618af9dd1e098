using System.Security.Cryptography;
using System.Text;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;

namespace Orchestrator.Manifests.Defaults;

/// <summary>Scope, names and holders of a cluster's own roles.</summary>
internal static class RoleDefaults
{
    public static IReadOnlyList<CustomRoleSpec>? Apply(ClusterDraft draft, string subscription, string resourceGroup) => draft.Roles.Count == 0 ? null :
    [
        .. draft.Roles.Select(role => new CustomRoleSpec
        {
            Name = role.Name,
            RoleName = $"{role.Name} ({subscription}/{draft.Key})",
            DefinitionId = DefinitionId(draft.Key, subscription, role.Name),
            Scope = Scope(role, subscription, resourceGroup),
            Description = role.Description,
            Actions = role.Actions,
            NotActions = role.NotActions,
            DataActions = role.DataActions,
            NotDataActions = role.NotDataActions,
            Identities = role.Identities ?? IdentitiesOf(draft),
        }),
    ];

    public static string DefinitionId(ClusterKey cluster, string subscription, string role)
    {
        var name = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{subscription.ToLowerInvariant()}/{cluster}/{role}")).AsSpan(0, 16));
        return $"/subscriptions/{subscription}/providers/Microsoft.Authorization/roleDefinitions/{name}";
    }

    public static string Scope(CustomRoleDraft role, string subscription, string resourceGroup) => role.Scope?.TrimEnd('/') ?? $"/subscriptions/{subscription}/resourceGroups/{resourceGroup}";

    private static List<string> IdentitiesOf(ClusterDraft draft) =>
    [
        .. new[] { draft.ControlPlane?.Machine }.Concat(draft.MachinePools.Select(static pool => pool.Machine))
            .SelectMany(static machine => machine?.UserAssignedIdentities ?? [])
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];
}
