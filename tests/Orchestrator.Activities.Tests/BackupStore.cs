using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests;

/// <summary>The sample with a store for backups and a role of its own.</summary>
internal static class BackupStore
{
    public static readonly string[] Kinds = [StepKinds.RoleDefinition, StepKinds.StorageAccount, StepKinds.BlobContainer, StepKinds.ImmutabilityPolicy, StepKinds.ManagementPolicy];

    private const string Fields = """

          roles:
          - name: node
            actions: [Microsoft.Network/loadBalancers/read, Microsoft.Compute/*/read]
            notActions: [Microsoft.Compute/disks/read]
          backup:
            keyExpirationDays: 90
            deleteAfterDays: 30
            immutability: { days: 2 }
        """;

    public static ClusterSpec Spec() => Specs.Read(File.ReadAllText(Path.Combine(Specs.ProjectRoot(), "samples", "cluster.yaml")).TrimEnd() + Fields);

    public static ClusterSpec With(ClusterSpec spec, int days, bool locked) => spec with { Backup = spec.Backup! with { Immutability = new ImmutabilitySpec(days, locked) } };
}
