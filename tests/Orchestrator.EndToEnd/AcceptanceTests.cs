using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Activities.State;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.EndToEnd;

public sealed class AcceptanceTests
{
    private static readonly ClusterKey Key = new("default", "c1");

    /// <summary>The host died between writing the document and starting its operation.</summary>
    [Theory]
    [InlineData("asked for")]
    [InlineData("applied again")]
    public async Task Operation_AcceptedButNeverStarted_StartsWhen(string it)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 31 });
        await harness.Host.Services.GetRequiredService<IClusterStore>().SaveAsync(
            new ClusterDocument { Key = Key, Generation = 1, Spec = Spec(), SpecHash = "-", OperationId = "default.c1.1", OperationNumber = 1, OperationRunning = true }, CancellationToken.None);

        if (it == "asked for")
        {
            await harness.GetAsync<OperationStatus>("/api/operations/default.c1.1");
        }
        else
        {
            await harness.ApplyAsync(Manifests.Sample(workers: 1));
        }

        await harness.SucceedAsync("default.c1.1");
        Assert.Equal(ClusterPhase.Ready, (await harness.GetAsync<ClusterStatus>("/api/clusters/default/c1")).Phase);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Apply_TwoSpecsAtOnce_OneOperationEndsWithTheLaterOne(int seed)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = seed });

        var answers = await harness.AtOnceAsync(Enumerable.Range(1, 2).Select(workers =>
            (HttpMethod.Post, "/api/apply", (HttpContent)JsonContent.Create(Manifests.Sample(workers: workers), new(ApplyRequest.MediaType), ContractJson.Options))));

        Assert.True(answers.All(static a => a.StatusCode == HttpStatusCode.Accepted), string.Join('\n', harness.Errors));
        await harness.SucceedAsync("default.c1.1");
        var status = await harness.GetAsync<ClusterStatus>("/api/clusters/default/c1");
        var nodes = harness.Azure.Machines.Clusters.All.Single().Nodes.Count(static n => !n.IsControlPlane);
        Assert.Equal((2, 2, status.WorkerReplicas), (status.Generation, status.ObservedGeneration, nodes));
        Assert.Empty(harness.Azure.Machines.Violations);
    }

    private static ClusterSpec Spec()
    {
        var sample = Manifests.Sample(workers: 1);
        return global::Orchestrator.Manifests.ManifestReader.Read(
            new global::Orchestrator.Manifests.ManifestInput { Files = sample.Files, Variables = sample.Variables! }).Clusters.Single();
    }
}
