using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.RoleAssignment;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;
using static Orchestrator.Activities.Graphs.GraphBuilder;

namespace Orchestrator.Activities.Graphs;

/// <summary>
/// The store of a cluster's backups and the roles of its identities:
/// <code>
/// backups' resource group ─ storage account ─┬─ lifecycle policy
///                                            └─ container ─┬─ immutability policy
/// identities ──────────────────────────────────────────────┴─ role assignments
/// cluster's resource group ─ role definitions ─ role assignments
/// </code>
/// </summary>
internal static class BackupGraph
{
    public static void Add(GraphBuilder graph, ClusterSpec spec, Borrowed borrowed)
    {
        if (spec.Backup is { } backup)
        {
            AddStore(graph, spec, backup, borrowed);
        }

        foreach (var role in spec.Roles ?? [])
        {
            graph.Add(StepKinds.RoleDefinition, role.Name, StepVerb.Ensure, ClusterResourceIds.RoleDefinition(role), [Key(StepKinds.ResourceGroup, spec.ResourceGroup)], lockGroup: null, machine: null);
        }

        foreach (var role in IdentityRole.Of(spec))
        {
            graph.Observe(StepKinds.UserAssignedIdentity, role.IdentityId);
            var custom = spec.Roles?.FirstOrDefault(r => ResourceId.Same(r.DefinitionId, role.DefinitionId));
            string[] after =
            [
                Key(StepKinds.UserAssignedIdentity, ResourceId.NameOf(role.IdentityId)),
                custom is null ? Key(StepKinds.BlobContainer, spec.Backup!.Container) : Key(StepKinds.RoleDefinition, custom.Name),
            ];
            graph.Add(StepKinds.RoleAssignment, role.Name, StepVerb.Ensure, role.AssignmentId, after, lockGroup: null, machine: null);
        }
    }

    private static void AddStore(GraphBuilder graph, ClusterSpec spec, BackupSpec backup, Borrowed borrowed)
    {
        var group = graph.EnsureOrObserve(borrowed.ResourceGroups.Contains(backup.ResourceGroup), StepKinds.ResourceGroup, ClusterResourceIds.BackupResourceGroup(spec), []);
        graph.Ensure(StepKinds.StorageAccount, ClusterResourceIds.StorageAccount(spec), [group]);
        string[] account = [Key(StepKinds.StorageAccount, backup.StorageAccount)];
        graph.Ensure(StepKinds.BlobContainer, ClusterResourceIds.BlobContainer(spec), account);
        if (backup.DeleteAfterDays is not null)
        {
            graph.Add(StepKinds.ManagementPolicy, backup.StorageAccount, StepVerb.Ensure, ClusterResourceIds.ManagementPolicy(spec), account, lockGroup: null, machine: null);
        }

        if (backup.Immutability is not null)
        {
            string[] container = [Key(StepKinds.BlobContainer, backup.Container)];
            graph.Add(StepKinds.ImmutabilityPolicy, backup.Container, StepVerb.Ensure, ClusterResourceIds.ImmutabilityPolicy(spec), container, lockGroup: null, machine: null);
        }
    }
}
