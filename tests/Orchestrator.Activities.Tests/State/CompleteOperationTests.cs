using Orchestrator.Activities.History;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Activities.Tests.State;

public sealed class CompleteOperationTests
{
    private const string Operation = "default.c1.1";

    [Fact]
    public async Task Complete_Apply_MarksTheGenerationObserved()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();

        Assert.True(await CompleteAsync(bed, OperationKind.Apply));

        var document = await FindAsync(bed);
        Assert.Equal((1, ClusterPhase.Ready, false), (document!.ObservedGeneration, document.Phase, document.OperationRunning));
    }

    [Fact]
    public async Task Complete_NewerGenerationCame_AnswersFalseAndChangesNothing()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        await bed.ApplyAsync(bed.Spec);
        var before = await FindAsync(bed);

        Assert.False(await CompleteAsync(bed, OperationKind.Apply, generation: 1));

        Assert.Equal(before!.ETag, (await FindAsync(bed))!.ETag);
    }

    [Fact]
    public async Task Complete_DeletionWasAskedFor_AnswersFalse()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        await SaveAsync(bed, static d => d with { DeletionRequested = true });

        Assert.False(await CompleteAsync(bed, OperationKind.Apply));
    }

    [Theory]
    [InlineData(OperationKind.Apply)]
    [InlineData(OperationKind.Delete)]
    public async Task Complete_WithError_LeavesTheClusterFailedWithIt(OperationKind kind)
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        var error = ErrorCatalog.QuotaExceeded.With();

        Assert.True(await CompleteAsync(bed, kind, error: error));

        var document = await FindAsync(bed);
        Assert.Equal((ClusterPhase.Failed, false, 0, error), (document!.Phase, document.OperationRunning, document.ObservedGeneration, document.Error));
    }

    [Fact]
    public async Task Complete_EntriesThatNobodyWrote_AreWrittenAndTheEndOnce()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        await SaveAsync(bed, static d => d.Noting(new HistoryEntry { Cluster = d.Key, Time = DateTimeOffset.UnixEpoch, Action = HistoryAction.Apply }));

        Assert.True(await CompleteAsync(bed, OperationKind.Apply));
        Assert.True(await CompleteAsync(bed, OperationKind.Apply));

        var entries = (await bed.Get<HistoryStore>().ListAsync(new HistoryQuery { Cluster = bed.Spec.Key }, default)).Entries;
        Assert.Equal([(2, HistoryAction.End), (1, HistoryAction.Apply)], entries.Select(static entry => (entry.Number, entry.Action)));
    }

    [Fact]
    public async Task Complete_Delete_RemovesSecretsAndIndexLeavesATombstoneAndMayBeRepeated()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        await bed.Get<ISecretStore>().GetOrAddAsync(bed.Spec.Key, "ca.key", static () => "secret", default);
        await bed.Get<IResourceIndex>().RecordAsync(bed.Spec.Key, "/subscriptions/s/resourceGroups/c1", operationId: null, default);

        Assert.True(await CompleteAsync(bed, OperationKind.Delete));
        Assert.True(await CompleteAsync(bed, OperationKind.Delete));

        var document = await FindAsync(bed);
        Assert.Equal((ClusterPhase.Deleted, false), (document!.Phase, document.OperationRunning));
        Assert.Null(await bed.Get<ISecretStore>().FindAsync(bed.Spec.Key, "ca.key", default));
        Assert.Empty(await bed.Get<IResourceIndex>().ListAsync(bed.Spec.Key, default));
    }

    private static async Task<bool> CompleteAsync(ActivitiesTestBed bed, OperationKind kind, int generation = 1, OrchestratorError? error = null) =>
        (await bed.Get<CompleteOperationActivity>().RunAsync(new OperationCompletion(bed.Spec.Key, Operation, kind, generation, error), default)).IsFinal;

    private static Task<ClusterDocument?> FindAsync(ActivitiesTestBed bed) => bed.Get<IClusterStore>().FindAsync(bed.Spec.Key, default);

    private static async Task SaveAsync(ActivitiesTestBed bed, Func<ClusterDocument, ClusterDocument> change) =>
        await bed.Get<IClusterStore>().SaveAsync(change((await FindAsync(bed))!), default);
}
