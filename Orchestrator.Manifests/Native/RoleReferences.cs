using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Defaults;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.Native;

/// <summary>Reads which role a machine's own identity gets: one of the cluster's by its name, or any by its id.</summary>
internal sealed class RoleReferences(ClusterKey cluster, string subscription, string resourceGroup, IReadOnlyList<CustomRoleDraft> roles)
{
    public SystemAssignedRoleDraft? Read(ObjectReader machine)
    {
        if (machine.Object("systemAssignedIdentityRole", at: "machine.systemAssignedRole") is not { } role)
        {
            return null;
        }

        var (name, scope, definition) = (role.String("name"), role.String("scope"), role.String("definitionID", at: "definitionId"));
        if (role.String("role", at: "definitionId") is not { } reference)
        {
            return new SystemAssignedRoleDraft(name, scope, definition);
        }

        if (scope is not null || definition is not null)
        {
            role.Invalid("role", "'role' excludes 'scope' and 'definitionID': a role of the cluster has its own.", "Remove them, or 'role'.");
        }

        if (roles.FirstOrDefault(candidate => candidate.Name == reference) is not { } custom)
        {
            machine.Context.Error(
                ErrorCatalog.BrokenReference, role.Locate("role"), $"The cluster has no role '{reference}'.",
                roles.Count == 0 ? "Add it to spec.roles." : $"Write one of {string.Join(", ", roles.Select(static r => r.Name))}, or add it to spec.roles.");
            return null;
        }

        return new SystemAssignedRoleDraft(name, RoleDefaults.Scope(custom, subscription, resourceGroup), RoleDefaults.DefinitionId(cluster, subscription, custom.Name));
    }
}
