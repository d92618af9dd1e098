using System.Net;
using System.Net.Http.Json;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Activities.State;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Functions.Operations;
using Orchestrator.Manifests.Changes;

namespace Orchestrator.EndToEnd;

/// <summary>Requests at the same instant, in every order that the seed chooses: of two that exclude each other, one wins.</summary>
public sealed class RaceTests
{
    private const string Cluster = "/api/clusters/default/c1";

    [Fact]
    public async Task SavedPlans_AtOnce_OneIsCarriedOutAndTheOtherRefused()
    {
        for (var seed = 1; seed <= 6; seed++)
        {
            await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = seed });
            List<ApplyRequest> saved = [await SaveAsync(harness, workers: 1), await SaveAsync(harness, workers: 2)];

            var answers = await harness.AtOnceAsync(saved.Select(static r => (HttpMethod.Post, "/api/apply", Json(r, ApplyRequest.MediaType))));

            Assert.True(answers.Select(static a => a.StatusCode).Order().SequenceEqual([HttpStatusCode.Accepted, HttpStatusCode.Conflict]), $"seed {seed}: {string.Join(", ", answers.Select(static a => a.StatusCode))}");
            var status = await harness.GetAsync<ClusterStatus>(Cluster);
            var won = answers[0].StatusCode == HttpStatusCode.Accepted ? 1 : 2;
            Assert.True((status.Generation, status.WorkerReplicas) == (1, won), $"seed {seed}: generation {status.Generation} with {status.WorkerReplicas} workers, {won} won");
        }
    }

    [Fact]
    public async Task Retries_AtOnce_StartOneOperation()
    {
        for (var seed = 1; seed <= 6; seed++)
        {
            await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = seed });
            var id = (await harness.ApplyAsync(Manifests.Sample(workers: 1))).Clusters.Single().OperationId!;
            await harness.PostAsync<OperationStatus>($"/api/operations/{id}/cancel");
            await harness.RunToEndAsync(id);

            var answers = await harness.AtOnceAsync(Enumerable.Repeat((HttpMethod.Post, $"{Cluster}/retry", Json(new { }, "application/json")), 3));

            Assert.True(answers.Count(static a => a.StatusCode == HttpStatusCode.Accepted) == 1, $"seed {seed}: {string.Join(", ", answers.Select(static a => a.StatusCode))}");
            Assert.Equal([id, "default.c1.2"], await OperationsAsync(harness));
        }
    }

    /// <summary>What joins joins one operation; whatever was accepted last is what the cluster becomes.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Changes_AtOnce_ShareOneOperation_AndTheLastOneCounts(int seed)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = seed });
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));

        var answers = await harness.AtOnceAsync(
        [
            (HttpMethod.Post, $"{Cluster}/scale", Json(new ScaleRequest(2, "c1-mp-0"), "application/json")),
            (HttpMethod.Post, $"{Cluster}/scale", Json(new ScaleRequest(3, "c1-mp-0"), "application/json")),
            (HttpMethod.Post, $"{Cluster}/restart", Json(new RestartRequest("c1-mp-0"), "application/json")),
        ]);

        var outcomes = new List<ApplyOutcome>();
        foreach (var answer in answers)
        {
            Assert.True(answer.StatusCode == HttpStatusCode.Accepted, $"seed {seed}: {await answer.Content.ReadAsStringAsync()}");
            outcomes.Add((await answer.Content.ReadFromJsonAsync<ApplyOutcome>(ContractJson.Options))!);
        }

        Assert.Equal(["default.c1.2"], outcomes.Select(static o => o.OperationId).Distinct());
        Assert.Equal([2, 3, 4], outcomes.Select(static o => o.Generation).Order());
        await harness.SucceedAsync("default.c1.2");
        var status = await harness.GetAsync<ClusterStatus>(Cluster);
        Assert.Equal((4, 4), (status.Generation, status.ObservedGeneration));
        Assert.Equal(status.WorkerReplicas, harness.Azure.Machines.Clusters.All.Single().Nodes.Count(static n => n is { IsControlPlane: false, Ready: true }));
        Assert.Empty(harness.Azure.Machines.Violations);
    }

    /// <summary>A change by name is of the cluster as it is, so that the one that comes second takes nothing back of the first.</summary>
    [Fact]
    public async Task Change_ThatAnotherIsFasterThan_IsMadeAgainOfWhatThatHasMade()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 7 });
        await harness.ApplyAsync(Manifests.Sample(workers: 1));
        var (operations, store) = (harness.Host.Services.GetRequiredService<ClusterOperations>(), harness.Host.Services.GetRequiredService<IClusterStore>());
        var read = (await store.FindAsync(new ClusterKey("default", "c1"), default))!;
        var madeOf = new List<int>();

        await harness.RunAsync(() => operations.ChangeAsync(
            read,
            async now =>
            {
                madeOf.Add(now.Generation);
                if (madeOf.Count == 1)
                {
                    await operations.ChangeAsync(now, static d => Task.FromResult(ClusterChanges.Scale(d.Spec, "c1-mp-0", 2)), harness.Host.Client, default);
                }

                return ClusterChanges.Upgrade(now.Spec, "v1.31.0");
            },
            harness.Host.Client, default));

        var status = await harness.GetAsync<ClusterStatus>(Cluster);
        Assert.Equal([1, 2], madeOf);
        Assert.Equal((3, 2, "v1.31.0"), (status.Generation, status.WorkerReplicas, status.Version));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task DeleteAndChange_AtOnce_EndWithTheDeletion(int seed)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = seed });
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));

        var answers = await harness.AtOnceAsync(
        [
            (HttpMethod.Post, $"{Cluster}/scale", Json(new ScaleRequest(2, "c1-mp-0"), "application/json")),
            (HttpMethod.Delete, Cluster, Json(new { }, "application/json")),
        ]);

        Assert.Equal(HttpStatusCode.Accepted, answers[1].StatusCode);
        Assert.True(answers[0].StatusCode is HttpStatusCode.Accepted or HttpStatusCode.Conflict, $"seed {seed}: {answers[0].StatusCode}");
        await harness.SucceedAsync("default.c1.2");
        Assert.Equal(HttpStatusCode.NotFound, (await harness.SendAsync(HttpMethod.Get, Cluster)).StatusCode);
        Assert.Equal(["default.c1.1", "default.c1.2"], await OperationsAsync(harness));
    }

    private static async Task<ApplyRequest> SaveAsync(ClusterHarness harness, int workers)
    {
        var request = Manifests.Sample(workers: workers);
        var plan = (await harness.PlanAsync(request)).Clusters.Single().Plan!;
        return request with { ExpectedPlans = [new ExpectedPlan(plan.Cluster, PlanDigest.Of(plan))] };
    }

    private static async Task<List<string>> OperationsAsync(ClusterHarness harness)
    {
        var found = new List<string>();
        await foreach (var instance in harness.Host.Client.GetAllInstancesAsync(new OrchestrationQuery { InstanceIdPrefix = "default.c1." }))
        {
            found.Add(instance.InstanceId);
        }

        return [.. found.Where(static id => !id.Contains(':', StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private static HttpContent Json(object body, string mediaType) => JsonContent.Create(body, body.GetType(), new(mediaType), ContractJson.Options);
}
