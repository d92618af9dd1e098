using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.RoleAssignment;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Resources;

/// <summary>The store of backups: its bodies, what a lock allows, and what of it stays.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task Create_StoreAndRole_SendsTheBodiesOfTheFiles()
    {
        await using var bed = await ActivitiesTestBed.StartAsync(BackupStore.Spec());
        await bed.CreateNetworkAsync();

        foreach (var step in bed.NetworkSteps.Where(static s => BackupStore.Kinds.Contains(s.Kind)))
        {
            var body = Assert.Single(bed.Wire.Requests, r => r.Method == "PUT" && ResourceId.Same(r.Path, step.ResourceId)).Body!;
            GoldenFile.Verify(body, $"{step.Kind}.{step.Name}");
        }
    }

    [Fact]
    public async Task Lock_Wanted_FollowsTheWriteAndStays()
    {
        await using var bed = await PolicyAsync(days: 5, locked: true);

        var policy = await ReadAsync(bed);

        Assert.Equal((5, "Locked"), (policy.Days, policy.State));
        Assert.Equal(("unchanged", 1), ((await EnsureAsync(bed)).Detail, Posts(bed)));
    }

    [Fact]
    public async Task Lock_Later_LocksWhatIsThere()
    {
        await using var bed = await PolicyAsync(days: 5, locked: false);
        await bed.ApplyAsync(BackupStore.With(bed.Spec, days: 5, locked: true));

        Assert.Equal(ResourceState.Ready, (await EnsureAsync(bed)).State);

        Assert.Equal((5, "Locked"), await ReadAsync(bed));
    }

    [Fact]
    public async Task Locked_Longer_IsExtended()
    {
        await using var bed = await PolicyAsync(days: 5, locked: true);
        await bed.ApplyAsync(BackupStore.With(bed.Spec, days: 9, locked: true));

        Assert.Equal("updated", (await EnsureAsync(bed)).Detail);

        Assert.Equal((9, "Locked"), await ReadAsync(bed));
    }

    [Fact]
    public async Task Locked_Shorter_IsRefusedAndNothingIsSent()
    {
        await using var bed = await PolicyAsync(days: 5, locked: true);
        await bed.ApplyAsync(BackupStore.With(bed.Spec, days: 4, locked: true));
        var (puts, posts) = (bed.Wire.Puts, Posts(bed));

        var outcome = await EnsureAsync(bed);

        Assert.Equal((ErrorCatalog.RetentionLocked.Code, RetryClass.Terminal), (outcome.Error?.Code, outcome.Error?.Retry));
        Assert.Equal((puts, posts), (bed.Wire.Puts, Posts(bed)));
        Assert.Equal((5, "Locked"), await ReadAsync(bed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PlanOfDeletion_KeepsALockedContainerAndSaysSo(bool locked)
    {
        await using var bed = await PolicyAsync(days: 5, locked);

        var plan = await bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Delete, default);

        var group = plan.Nodes.SingleOrDefault(static n => n.Step.Key == "ResourceGroup/c1-backup");
        var container = plan.Nodes.SingleOrDefault(static n => n.Step.Kind == StepKinds.BlobContainer);
        Assert.Equal(locked, group is null);
        Assert.Equal(locked, container is { Step: { Action: PlanAction.Keep, Verb: StepVerb.Observe } });
        Assert.Equal(locked, container?.Note?.Contains("5 days is locked", StringComparison.Ordinal) ?? false);
        Assert.Contains(plan.Nodes, static n => n.Step.Key == "ResourceGroup/c1" && n.Step.Action == PlanAction.Delete);
        Assert.Contains(plan.Nodes, static n => n.Step.Kind == StepKinds.RoleDefinition && n.Step.Action == PlanAction.Delete);
    }

    [Fact]
    public async Task Plan_OfWhatIsThere_ChangesNothingOfIt()
    {
        await using var bed = await PolicyAsync(days: 5, locked: true);

        var plan = await bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Apply, default);

        Assert.All(plan.Nodes.Where(static n => BackupStore.Kinds.Contains(n.Step.Kind)), static n => Assert.True(n.Step.Action == PlanAction.Keep, $"{n.Step.Key}: {n.Step.Action} {string.Join(", ", n.Changes)}"));
    }

    [Fact]
    public async Task Roles_OfTheSpec_AreGivenToItsIdentities()
    {
        await using var bed = await PolicyAsync(days: 5, locked: false);
        foreach (var role in IdentityRole.Of(bed.Spec))
        {
            var step = new GraphStep { Key = $"RoleAssignment/{role.Name}", Kind = StepKinds.RoleAssignment, Name = role.Name, Verb = StepVerb.Ensure, ResourceId = role.AssignmentId };
            await bed.ReachAsync(step);
            var properties = (await bed.ReadAsync(role.AssignmentId))["properties"]!;
            Assert.Equal((role.DefinitionId, "ServicePrincipal"), ((string?)properties["roleDefinitionId"], (string?)properties["principalType"]));
            Assert.True(Guid.TryParse((string?)properties["principalId"], out _));
        }

        Assert.Equal(["node-cloud-provider-user-identity", "backup-cloud-provider-user-identity"], IdentityRole.Of(bed.Spec).Select(static r => r.Name));
    }

    /// <summary>A definition that is still given cannot go, so what gives it goes first.</summary>
    [Fact]
    public async Task Plan_RoleThatTheSpecDropped_GoesAfterItsAssignments()
    {
        await using var bed = await PolicyAsync(days: 5, locked: false);
        var role = IdentityRole.Of(bed.Spec)[0];
        await bed.ReachAsync(new GraphStep { Key = $"RoleAssignment/{role.Name}", Kind = StepKinds.RoleAssignment, Name = role.Name, Verb = StepVerb.Ensure, ResourceId = role.AssignmentId });
        await bed.ApplyAsync(bed.Spec with { Roles = null });

        var plan = await bed.Plans.PlanAsync(bed.Spec, bed.Generation, OperationKind.Apply, default);

        var assignment = plan.Nodes.Single(n => ResourceId.Same(n.Step.ResourceId, role.AssignmentId));
        var definition = plan.Nodes.Single(static n => n.Step.Kind == StepKinds.RoleDefinition);
        Assert.Equal((PlanAction.Delete, PlanAction.Delete), (assignment.Step.Action, definition.Step.Action));
        Assert.Contains(assignment.Step.Key, definition.Step.DependsOn);
    }

    private static async Task<ActivitiesTestBed> PolicyAsync(int days, bool locked)
    {
        var bed = await ActivitiesTestBed.StartAsync(BackupStore.With(BackupStore.Spec(), days, locked));
        await bed.CreateNetworkAsync();
        return bed;
    }

    private static Task<ResourceOutcome> EnsureAsync(ActivitiesTestBed bed) => bed.EnsureAsync(bed.NetworkSteps.Single(static s => s.Kind == StepKinds.ImmutabilityPolicy));

    private static async Task<(int Days, string State)> ReadAsync(ActivitiesTestBed bed)
    {
        var policy = (await bed.ReadAsync(ClusterResourceIds.ImmutabilityPolicy(bed.Spec)))["properties"]!;
        return ((int)policy["immutabilityPeriodSinceCreationInDays"]!, (string)policy["state"]!);
    }

    private static int Posts(ActivitiesTestBed bed) => bed.Wire.Requests.Count(static r => r.Method == "POST" && r.Path.Contains("/immutabilityPolicies/", StringComparison.OrdinalIgnoreCase));
}
