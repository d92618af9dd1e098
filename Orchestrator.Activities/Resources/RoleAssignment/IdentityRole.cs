using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Resources.RoleAssignment;

/// <summary>A role that the spec gives to a user-assigned identity.</summary>
/// <param name="Name">Of the step: role and identity.</param>
/// <param name="AssignmentId">ARM id of the assignment; derived from what it is for.</param>
/// <param name="DefinitionId">ARM id of the role.</param>
/// <param name="IdentityId">ARM id of the identity.</param>
public sealed record IdentityRole(string Name, string AssignmentId, string DefinitionId, string IdentityId)
{
    private const string StorageBlobDataContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";

    /// <summary>Every one of the spec: those of custom roles, and the control plane's on its backups.</summary>
    public static IReadOnlyList<IdentityRole> Of(ClusterSpec spec) =>
    [
        .. (spec.Roles ?? []).SelectMany(static role => role.Identities.Select(identity => Create(role.Name, role.Scope, role.DefinitionId, identity))),
        .. spec.Backup is null || spec.ControlPlane.Machine.Identity != MachineIdentityType.UserAssigned
            ? []
            : spec.ControlPlane.Machine.UserAssignedIdentities.Select(identity => Create("backup", ClusterResourceIds.BlobContainer(spec), BackupRole(spec), identity)),
    ];

    private static string BackupRole(ClusterSpec spec) => $"/subscriptions/{spec.SubscriptionId}/providers/{ArmTypes.RoleDefinition}/{StorageBlobDataContributor}";

    private static IdentityRole Create(string name, string scope, string definitionId, string identityId)
    {
        var guid = OperationGuid.Of($"{scope.ToLowerInvariant()} {ResourceId.NameOf(definitionId)} {identityId.ToLowerInvariant()}");
        return new IdentityRole($"{name}-{ResourceId.NameOf(identityId)}", $"{scope}/providers/{ArmTypes.RoleAssignment}/{guid}", definitionId, identityId);
    }
}
