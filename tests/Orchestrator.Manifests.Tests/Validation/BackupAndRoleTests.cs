using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Validation;

namespace Orchestrator.Manifests.Tests.Validation;

public sealed class BackupAndRoleTests
{
    private const string Identity = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a";

    [Fact]
    public void Backup_Empty_HasGardenersDefaults()
    {
        var backup = Read("backup: {}").Backup!;

        Assert.Equal(("c1-backup", "etcd-backups", "Standard_ZRS"), (backup.ResourceGroup, backup.Container, backup.Sku));
        Assert.Matches("^bkp[0-9a-f]{15}$", backup.StorageAccount);
        Assert.Equal((null, null, null), (backup.Immutability, backup.DeleteAfterDays, backup.KeyExpirationDays));
        Assert.Null(Read("").Backup);
        Assert.Null(Read("").Roles);
    }

    [Theory]
    [InlineData("backup: {storageAccount: Upper}", "storageAccount")]
    [InlineData("backup: {storageAccount: ab}", "storageAccount")]
    [InlineData("backup: {container: a--b}", "container")]
    [InlineData("backup: {sku: Premium_LRS}", "sku")]
    [InlineData("backup: {resourceGroup: 'ends.'}", "resourceGroup")]
    [InlineData("backup: {immutability: {days: 0}}", "days")]
    [InlineData("backup: {immutability: {days: 146001}}", "days")]
    [InlineData("backup: {immutability: {locked: true}}", "days")]
    [InlineData("backup: {deleteAfterDays: 0}", "deleteAfterDays")]
    [InlineData("backup: {keyExpirationDays: 0}", "keyExpirationDays")]
    [InlineData("backup: {deleteAfterDays: 5, immutability: {days: 6}}", "deleteAfterDays")]
    [InlineData("roles: [{name: Upper, actions: ['*']}]", "name")]
    [InlineData("roles: [{name: a, actions: ['*']}, {name: a, actions: ['*']}]", "name")]
    [InlineData("roles: [{name: a}]", "roles[0]")]
    [InlineData("roles: [{name: a, actions: [read]}]", "actions[0]")]
    [InlineData("roles: [{name: a, dataActions: ['Microsoft.Storage/ /read']}]", "dataActions[0]")]
    [InlineData("roles: [{name: a, actions: ['*'], scope: nowhere}]", "scope")]
    [InlineData("roles: [{name: a, actions: ['*'], identities: [me]}]", "identities[0]")]
    public void Field_ThatAzureWouldRefuse_IsRefusedAtItsPlace(string spec, string lastInPath)
    {
        var problem = Assert.Single(Reading.Read(Manifest.Native(spec: spec)).Diagnostics);

        Assert.True(problem.Line > 0);
        Assert.EndsWith(lastInPath, problem.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Role_WithoutIdentities_IsForAllThatTheMachinesHave()
    {
        var spec = Read("roles: [{name: a, actions: ['*/read']}, {name: b, actions: ['*/read'], identities: []}]", controlPlane: $"userAssignedIdentities: ['{Identity}']");

        Assert.Equal([Identity], spec.Roles![0].Identities);
        Assert.Empty(spec.Roles[1].Identities);
        Assert.Equal("/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/c1", spec.Roles[0].Scope);
        Assert.NotEqual(spec.Roles[0].DefinitionId, spec.Roles[1].DefinitionId);
    }

    [Fact]
    public void SystemIdentity_OfARoleOfTheCluster_GetsItOnItsScope()
    {
        var spec = Read("roles: [{name: a, actions: ['*/read'], identities: []}]", pool: "identity: SystemAssigned, systemAssignedIdentityRole: {role: a}");

        var role = spec.MachinePools[0].Machine.SystemAssignedRole!;
        Assert.Equal((spec.Roles![0].DefinitionId, spec.Roles[0].Scope), (role.DefinitionId, role.Scope));
    }

    [Theory]
    [InlineData("", "{role: b}", "ORC0107")]
    [InlineData("roles: [{name: a, actions: ['*'], identities: []}]", "{role: b}", "ORC0107")]
    [InlineData("roles: [{name: a, actions: ['*'], identities: []}]", "{role: a, scope: /subscriptions/x}", "ORC0106")]
    public void SystemIdentity_OfARoleThatIsNotThere_SaysWhatToWrite(string spec, string role, string code)
    {
        var problems = Reading.Read(Manifest.Native(spec: spec, pool: $"identity: SystemAssigned, systemAssignedIdentityRole: {role}")).Diagnostics;

        Assert.Contains(problems, p => p.Code == code && p.Action.Length > 0);
    }

    [Theory]
    [InlineData("{immutability: {days: 5, locked: true}}", "{immutability: {days: 6, locked: true}}", null)]
    [InlineData("{immutability: {days: 5}}", "{immutability: {days: 2}}", null)]
    [InlineData("{immutability: {days: 5}}", "{}", null)]
    [InlineData("{immutability: {days: 5}}", "{immutability: {days: 5, locked: true}}", null)]
    [InlineData("{}", "{deleteAfterDays: 3}", null)]
    [InlineData("{immutability: {days: 5, locked: true}}", "{immutability: {days: 4, locked: true}}", "days")]
    [InlineData("{immutability: {days: 5, locked: true}}", "{immutability: {days: 5}}", "locked")]
    [InlineData("{immutability: {days: 5, locked: true}}", "{}", "immutability")]
    [InlineData("{}", null, "backup")]
    [InlineData("{}", "{container: other}", "container")]
    [InlineData("{}", "{storageAccount: other}", "storageAccount")]
    [InlineData("{}", "{resourceGroup: other}", "resourceGroup")]
    [InlineData("{}", "{sku: Standard_LRS}", "sku")]
    public void Backup_OfAClusterThatExists_ChangesOnlyWhatMay(string before, string? after, string? refused)
    {
        var problems = ClusterTransitions.Validate(Read($"backup: {before}"), Read(after is null ? "" : $"backup: {after}"));

        Assert.Equal(refused is null ? [] : new[] { "ORC0112" }, problems.Select(static p => p.Code));
        Assert.All(problems, p => Assert.EndsWith(refused!, p.Path, StringComparison.Ordinal));
    }

    private static ClusterSpec Read(string spec, string pool = "", string controlPlane = "") => Reading.Cluster(Reading.Read(Manifest.Native(spec: spec, pool: pool, controlPlane: controlPlane)));
}
