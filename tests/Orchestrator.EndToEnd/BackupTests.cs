using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.EndToEnd;

public sealed class BackupTests
{
    [Fact]
    public async Task Store_UnderALockedPolicy_OutlivesItsClusterAndTheOperationSaysSo()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 41 });
        var before = harness.Azure.Resources.All.Count;
        await harness.ApplyAndWaitAsync(With("backup: { storageAccount: kept, deleteAfterDays: 30, immutability: { days: 7, locked: true } }"));
        Assert.Contains(harness.Azure.Resources.All, static r => r.Id.EndsWith("/immutabilityPolicies/default", StringComparison.OrdinalIgnoreCase));

        var deletion = await harness.DeleteAndWaitAsync();

        var kept = Assert.Single(deletion.Resources, static r => r.Key == $"{StepKinds.BlobContainer}/etcd-backups");
        Assert.Equal(StepState.Done, kept.State);
        Assert.Contains("7 days is locked", kept.Detail, StringComparison.Ordinal);
        Assert.Contains(harness.Azure.Resources.All, static r => r.Id.EndsWith("/storageAccounts/kept", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(harness.Azure.Resources.All, static r => r.Id.EndsWith("/resourceGroups/c1", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(harness.Azure.Resources.All, static r => r.Type.Contains("roleAssignments", StringComparison.OrdinalIgnoreCase));
        Assert.True(harness.Azure.Resources.All.Count > before);
    }

    [Fact]
    public async Task StoreAndRoles_WithoutALock_GoWithTheirCluster()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 43 });
        var before = harness.Azure.Resources.All.Select(static r => r.Id).ToList();
        var manifest = With("backup: { immutability: { days: 7 } }\n  roles:\n  - { name: node, actions: [Microsoft.Network/*/read] }");
        await harness.ApplyAndWaitAsync(manifest);
        Assert.Equal(2, harness.Azure.Resources.All.Count(static r => r.Type.Equals("Microsoft.Authorization/roleAssignments", StringComparison.OrdinalIgnoreCase)));
        Assert.Single(harness.Azure.Resources.All, static r => r.Type.Equals("Microsoft.Authorization/roleDefinitions", StringComparison.OrdinalIgnoreCase));
        var again = await harness.ApplyAsync(manifest, System.Net.HttpStatusCode.OK);
        Assert.False(again.Clusters.Single().Changed);

        await harness.DeleteAndWaitAsync();

        Assert.Equal(before, harness.Azure.Resources.All.Select(static r => r.Id));
    }

    private static ApplyRequest With(string fields)
    {
        var sample = Manifests.Sample(workers: 1);
        var file = sample.Files.Single();
        return sample with { Files = [file with { Content = $"{file.Content.TrimEnd()}\n  {fields}\n" }] };
    }
}
