using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Activities.History;
using Orchestrator.Activities.State;
using Orchestrator.Activities.Tests.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Operations;
using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Tests.Hosting.Queues;
using Orchestrator.Functions.History;

namespace Orchestrator.Activities.Tests.History;

/// <summary>History on files and on blobs.</summary>
public sealed class HistoryStoreTests(Azurite azurite) : IClassFixture<Azurite>, IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ClusterKey C1 = new("default", "c1");
    private static readonly ClusterKey C2 = new("team-a", "c-2");
    private readonly List<DocumentStoreFixture> _fixtures = [];

    public static TheoryData<string> Kinds => [DocumentStoreFixture.Folder, DocumentStoreFixture.Blob];

    public void Dispose() => _fixtures.ForEach(static fixture => fixture.Dispose());

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Write_Twice_IsWrittenOnceAndNeverChanged(string kind)
    {
        var history = Open(kind);
        var document = Document(C1).Noting(Entry(C1, 0));
        await history.WriteAsync(document, default);
        await history.WriteAsync(document with { NewHistory = [document.NewHistory!.Single() with { Action = HistoryAction.Delete }] }, default);

        var entry = Assert.Single((await history.ListAsync(new HistoryQuery { Cluster = C1 }, default)).Entries);

        Assert.Equal((1, HistoryAction.Apply), (entry.Number, entry.Action));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task List_PageByPage_GivesEachEntryOnceTheNewestFirst(string kind)
    {
        var history = await WithEntriesAsync(kind);

        Assert.Equal([7, 6, 5, 4, 3, 2, 1], await NumbersAsync(history, new HistoryQuery { Cluster = C1, Limit = 3 }));
        Assert.Equal([7, 6, 5, 4, 3, 2, 1, 3, 2, 1], await NumbersAsync(history, new HistoryQuery { Limit = 4 }));
        Assert.Equal([3, 2, 1], await NumbersAsync(history, new HistoryQuery { Namespaces = static name => name == "team-a" }));
        Assert.Equal([7, 6, 5], await NumbersAsync(history, new HistoryQuery { Cluster = C1, Since = Start.AddDays(105) }));
        Assert.Equal([4], await NumbersAsync(history, new HistoryQuery { Cluster = C1, OperationId = "default.c1.4", Limit = 1 }));
        Assert.Empty(await NumbersAsync(history, new HistoryQuery { Cluster = new ClusterKey("default", "c") }));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task RemoveBefore_OldEntries_AreGoneWithTheirOperations(string kind)
    {
        var history = await WithEntriesAsync(kind);
        foreach (var id in new[] { "team-a.c-2.2", "team-a.c-2.3" })
        {
            await history.SaveOperationAsync(Operation(id), default);
            await history.SaveStepsAsync(new RecordedSteps(C2, id, $"{id}:pool:p", 0, new Dictionary<string, StepProgress>(StringComparer.Ordinal) { ["Node/a"] = new() }), default);
        }

        Assert.Equal(2, await history.RemoveBeforeAsync(Start.AddDays(3), default));
        Assert.Equal(0, await history.RemoveBeforeAsync(Start.AddDays(3), default));

        Assert.Equal([3], await NumbersAsync(history, new HistoryQuery { Cluster = C2 }));
        Assert.Null(await history.FindOperationAsync(C2, "team-a.c-2.2", default));
        Assert.Empty(await history.ListStepsAsync(C2, "team-a.c-2.2", default));
        Assert.NotNull(await history.FindOperationAsync(C2, "team-a.c-2.3", default));
        Assert.Single(await history.ListStepsAsync(C2, "team-a.c-2.3", default));
    }

    [Theory]
    [InlineData(50, 7)]
    [InlineData(105, 9)]
    [InlineData(null, 10)]
    public async Task PruneHistory_TheDailyTimer_ForgetsWhatIsOlderThanTheRetention(int? days, int left)
    {
        var history = await WithEntriesAsync(DocumentStoreFixture.Folder);
        var clock = new VirtualClock(Start.AddDays(107));

        await new PruneHistoryTrigger(history, new HistoryOptions(days is { } kept ? TimeSpan.FromDays(kept) : null), clock, NullLogger<PruneHistoryTrigger>.Instance).RunAsync(new TimerInfo(), default);

        Assert.Equal(left, (await NumbersAsync(history, new HistoryQuery())).Count);
    }

    [Theory]
    [InlineData(null, 365)]
    [InlineData("", 365)]
    [InlineData("30", 30)]
    [InlineData("0", null)]
    public void Options_Retention_IsInDays(string? setting, int? days) => Assert.Equal(days, (int?)Options(setting).Retention?.TotalDays);

    [Theory]
    [InlineData("-1")]
    [InlineData("a year")]
    [InlineData("99999999999")]
    public void Options_NoDays_SaysWhatToWrite(string setting)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Options(setting));
        Assert.Contains($"'{setting}': write a number of days", refused.Message, StringComparison.Ordinal);
    }

    private static HistoryOptions Options(string? days) => HistoryOptions.From(new Microsoft.Extensions.Configuration.ConfigurationManager { ["Orchestrator:History:RetentionDays"] = days });

    /// <summary>Three entries of the one cluster, the first three days; seven of the other, a hundred days later.</summary>
    private async Task<HistoryStore> WithEntriesAsync(string kind)
    {
        var history = Open(kind);
        foreach (var (cluster, count, day) in new[] { (C2, 3, 0), (C1, 7, 100) })
        {
            var document = Document(cluster);
            for (var i = 1; i <= count; i++)
            {
                document = (document with { NewHistory = null }).Noting(Entry(cluster, day + i) with { OperationId = string.Create(CultureInfo.InvariantCulture, $"{cluster.Namespace}.{cluster.Name}.{i}") });
                await history.WriteAsync(document, default);
            }
        }

        return history;
    }

    private static async Task<IReadOnlyList<int>> NumbersAsync(HistoryStore history, HistoryQuery query)
    {
        var numbers = new List<int>();
        for (HistoryPage? page = null; page is null || page.Next is not null;)
        {
            page = await history.ListAsync(query with { Before = page?.Next }, default);
            Assert.True(page.Entries.Count <= query.Limit, $"a page of {page.Entries.Count} entries");
            numbers.AddRange(page.Entries.Select(static entry => entry.Number));
        }

        return numbers;
    }

    private HistoryStore Open(string kind)
    {
        var fixture = new DocumentStoreFixture(kind == DocumentStoreFixture.Blob ? azurite.ConnectionString : null);
        _fixtures.Add(fixture);
        return new HistoryStore(fixture.Open(pageSize: 2));
    }

    private static ClusterDocument Document(ClusterKey key) => new() { Key = key, Generation = 1, SpecHash = "h", Spec = Specs.Sample() };

    private static HistoryEntry Entry(ClusterKey cluster, int day) => new() { Cluster = cluster, Time = Start.AddDays(day), Action = day % 100 == 2 ? HistoryAction.End : HistoryAction.Apply };

    private static OperationStatus Operation(string id) => new() { Id = id, Cluster = C2, Kind = OperationKind.Apply, State = OperationState.Succeeded };
}
