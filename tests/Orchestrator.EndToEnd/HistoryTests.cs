using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.State;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.EndToEnd.GitOps;
using Orchestrator.Simulator.Faults;

namespace Orchestrator.EndToEnd;

/// <summary>Who did what when, with every step, after everything else has forgotten it.</summary>
public sealed class HistoryTests
{
    private const string Cluster = "/api/clusters/default/c1";

    [Fact]
    public async Task History_OfALife_OutlivesTheOrchestrationsAndTheCluster()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var created = await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 2));
        var scaled = await ScaleAsync(harness, 1);
        var deleted = await harness.DeleteAndWaitAsync();

        await harness.PurgeAsync();
        var entries = (await harness.GetAsync<HistoryPage>($"{Cluster}/history")).Entries.Reverse().ToList();

        Assert.Equal(
            [
                (1, HistoryAction.Apply, created.Id), (2, HistoryAction.End, created.Id), (3, HistoryAction.Apply, scaled.Id),
                (4, HistoryAction.End, scaled.Id), (5, HistoryAction.Delete, deleted.Id), (6, HistoryAction.End, deleted.Id),
            ],
            entries.Select(static entry => (entry.Number, entry.Action, entry.OperationId!)));
        var change = Assert.Single(entries[2].Changes);
        Assert.Equal(("2", "1"), (change.Before, change.After));
        Assert.EndsWith("].replicas", change.Path, StringComparison.Ordinal);
        Assert.All(entries.Where(static entry => entry.Action != HistoryAction.End), static entry => AssertAsked(entry.Origin));
        foreach (var operation in new[] { created, scaled, deleted })
        {
            var recorded = await harness.GetAsync<OperationStatus>($"/api/operations/{operation.Id}");
            Assert.Equal((operation.Kind, OperationState.Succeeded, 100, OperationGuid.Of(operation.Id).ToString()), (recorded.Kind, recorded.State, recorded.Percent, recorded.CorrelationId));
            Assert.Equal(Steps(operation), Steps(recorded));
        }

        Assert.Equal(6, (await harness.GetAsync<HistoryPage>("/api/history?since=8h")).Entries.Count);
        Assert.Empty((await harness.GetAsync<HistoryPage>("/api/history?namespace=other")).Entries);
    }

    [Fact]
    public async Task History_OfALargePool_HasEveryMachine()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var operation = await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 45));
        await harness.PurgeAsync();

        var recorded = await harness.GetAsync<OperationStatus>($"/api/operations/{operation.Id}");

        Assert.Equal(46, recorded.Resources.Count(static step => step is { Kind: "Node", State: StepState.Done, StartedAt: not null, FinishedAt: not null }));
        Assert.Equal(Steps(operation), Steps(recorded));
    }

    [Fact]
    public async Task History_OfAFailure_HasTheErrorAndAzuresCorrelationId()
    {
        await using var harness = await ClusterHarness.StartAsync();
        for (var i = 0; i < 40; i++)
        {
            harness.Azure.Faults.Add(new FaultRule { Method = "PUT", ResourceType = "Microsoft.Network/virtualNetworks", Fault = Fault.InternalServerError() });
        }

        var id = (await harness.ApplyAsync(Manifests.Sample(workers: 1))).Clusters.Single().OperationId!;
        var failed = await harness.RunToEndAsync(id);
        Assert.Equal(OperationState.Failed, failed.State);
        await harness.PurgeAsync();

        var end = (await harness.GetAsync<HistoryPage>($"{Cluster}/history?operation={id}&limit=1")).Entries.Single();
        var recorded = await harness.GetAsync<OperationStatus>($"/api/operations/{id}");

        Assert.Equal((HistoryAction.End, OperationState.Failed, failed.Error!.Code), (end.Action, end.State, end.Error?.Code));
        Assert.Equal((OperationState.Failed, failed.Error.Message), (recorded.State, recorded.Error?.Message));
        var step = recorded.Resources.Single(static step => step.State == StepState.Failed);
        Assert.Equal((OperationGuid.Of(id).ToString(), 500), (step.Error!.CorrelationId, step.Error.HttpStatus));
    }

    [Fact]
    public async Task History_OfAReplannedOperation_KeepsTheStepsOfItsFirstRound()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var id = (await harness.ApplyAsync(Manifests.Sample(workers: 1))).Clusters.Single().OperationId!;
        await harness.RunForAsync(TimeSpan.FromSeconds(60));
        await harness.ApplyAsync(Manifests.Sample(workers: 2));
        await harness.SucceedAsync(id);
        await harness.PurgeAsync();

        var recorded = await harness.GetAsync<OperationStatus>($"/api/operations/{id}");
        var entries = (await harness.GetAsync<HistoryPage>($"{Cluster}/history")).Entries;

        Assert.Equal("created", recorded.Resources.Single(static step => step.Key.StartsWith("ResourceGroup/", StringComparison.Ordinal)).Detail);
        Assert.Equal([(HistoryAction.End, id), (HistoryAction.Apply, id), (HistoryAction.Apply, id)], entries.Select(static entry => (entry.Action, entry.OperationId!)));
    }

    [Fact]
    public async Task History_OfASourcesRevision_NamesSourceAndCommit()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.SendAsync(GitRevisions.Apply(3, workers: 1));
        await harness.SettleAsync();

        var entry = (await harness.GetAsync<HistoryPage>($"{Cluster}/history")).Entries[^1];

        var revision = GitRevisions.Revision(3);
        Assert.Equal((CallerKind.Source, revision.SourceName, revision.Revision), (entry.Origin!.Caller.Kind, entry.Origin.Caller.Name, entry.Origin.Caller.Id));
        Assert.Equal((Channel.Queue, "GitOpsEvent", 3L), (entry.Origin.Channel, entry.Origin.Function, entry.Source!.Sequence));
    }

    [Fact]
    public async Task History_OfSteering_SaysWhoStoppedIt()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var id = (await harness.ApplyAsync(Manifests.Sample(workers: 1))).Clusters.Single().OperationId!;
        await harness.RunForAsync(TimeSpan.FromSeconds(60));
        foreach (var verb in new[] { "suspend", "resume", "cancel" })
        {
            Assert.Equal(HttpStatusCode.Accepted, (await harness.SendAsync(HttpMethod.Post, $"/api/operations/{id}/{verb}")).StatusCode);
        }

        await harness.RunToEndAsync(id);
        var entries = (await harness.GetAsync<HistoryPage>($"{Cluster}/history")).Entries;

        Assert.Equal(
            [HistoryAction.End, HistoryAction.Cancel, HistoryAction.Resume, HistoryAction.Suspend, HistoryAction.Apply], entries.Select(static entry => entry.Action));
        Assert.Equal((OperationState.Canceled, ErrorCatalog.OperationCanceled.Code), (entries[0].State, entries[0].Error!.Code));
    }

    [Theory]
    [InlineData("?since=yesterday", "Write a duration such as 30m")]
    [InlineData("?limit=0", "Write a number from 1 to 500")]
    [InlineData("?limit=many", "Write a number from 1 to 500")]
    public async Task Request_NotUnderstood_SaysWhatToWrite(string query, string action)
    {
        await using var harness = await ClusterHarness.StartAsync();

        var answer = await harness.SendAsync(HttpMethod.Get, $"/api/history{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(action, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await harness.SendAsync(HttpMethod.Get, "/api/clusters/default/nobody/history")).StatusCode);
    }

    private static void AssertAsked(RequestOrigin? origin)
    {
        Assert.NotNull(origin);
        Assert.Equal((CallerKind.Key, Channel.Http, "127.0.0.1"), (origin.Caller.Kind, origin.Channel, origin.Address));
        Assert.Matches("^key [0-9a-f]{8}$", origin.Caller.Name);
        Assert.NotNull(origin.RequestId);
    }

    private static IEnumerable<string> Steps(OperationStatus operation) =>
        operation.Resources.Select(static step => $"{step.Parent}>{step.Key} {step.Verb} {step.State} {step.StartedAt:O} {step.FinishedAt:O} {step.Detail}").Order(StringComparer.Ordinal);

    private static async Task<OperationStatus> ScaleAsync(ClusterHarness harness, int replicas)
    {
        var pool = (await harness.Host.Services.GetRequiredService<IClusterStore>().FindAsync(new ClusterKey("default", "c1"), default))!.Spec.MachinePools[0].Name;
        var answer = await harness.SendAsync(HttpMethod.Post, $"{Cluster}/scale", JsonContent.Create(new ScaleRequest(replicas, pool), options: ContractJson.Options));
        var outcome = await answer.Content.ReadFromJsonAsync<ApplyOutcome>(ContractJson.Options);
        return await harness.SucceedAsync(outcome!.OperationId!);
    }
}
