using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.EndToEnd.GitOps;

/// <summary>What a source is to be told outlives the process, whenever it dies.</summary>
public sealed class GitOpsDeliveryTests
{
    private static readonly Dictionary<string, string?> Settings = new(StringComparer.Ordinal) { ["Orchestrator__GitOps__Webhook"] = "https://hooks.example.com/clusters" };

    [Fact]
    public async Task Process_ThatDiesBetweenWritingAndTelling_TellsWhenTheMessageComesAgain()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var accepted = new ClusterOutcome { Cluster = new ClusterKey("default", "c1"), Stage = OutcomeStage.Accepted, Source = GitRevisions.Revision(1), FinishedAt = ClusterHarness.Start };
        await harness.Host.Services.GetRequiredService<SourceStore>().ChangeLineAsync(accepted.Cluster, line => line.With(accepted), CancellationToken.None);

        await harness.SendAsync(GitRevisions.Apply(1, workers: 1));
        await harness.SettleAsync();

        Assert.Equal(["orchestrator.cluster.accepted", "orchestrator.cluster.applied"], harness.Messages(GitOpsMessage.OutcomeQueue).Select(static e => $"{e["type"]}"));
    }

    [Fact]
    public async Task Telling_ThatSomebodyTerminated_GoesOnWithTheNextOutcome()
    {
        var webhook = new RecordedWebhook(refusals: 1);
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Settings = Settings, GitOps = webhook.Transport });
        await harness.SendAsync(GitRevisions.Apply(1, workers: 1));
        var terminated = harness.Host.Client.TerminateInstanceAsync("outcomes:default.c1:1");
        await harness.RunForAsync(TimeSpan.Zero);
        await terminated;
        await harness.SettleAsync();

        Assert.Equal(["accepted", "accepted", "succeeded"], webhook.Posts.Select(static post => $"{JsonNode.Parse(post.Body)!["data"]!["state"]}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Process_StartedAgain_TellsWhatIsLeftInItsOrder(int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("orc-told-").FullName;
        try
        {
            var closed = new RecordedWebhook(refusals: int.MaxValue);
            await using (var harness = await ClusterHarness.StartAsync(new HarnessOptions { DataFolder = folder, Settings = Settings, GitOps = closed.Transport }))
            {
                await harness.SendAsync(GitRevisions.Apply(1, workers: 1));
                await harness.SendAsync(GitRevisions.Apply(2, workers: 1));
                await harness.RunForAsync(TimeSpan.FromSeconds(seconds));
            }

            var open = new RecordedWebhook(refusals: 0);
            await using (var harness = await ClusterHarness.StartAsync(new HarnessOptions { DataFolder = folder, Settings = Settings, GitOps = open.Transport, Seed = 2 }))
            {
                await harness.SettleAsync();
                await harness.RunForAsync(TimeSpan.FromMinutes(2));
            }

            Assert.NotEmpty(closed.Posts);
            Assert.Equal(["1 accepted", "2 accepted", "1 superseded", "2 succeeded"], open.Posts.Select(static post => Told(JsonNode.Parse(post.Body)!["data"]!)).Distinct());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Told(JsonNode data) => $"{data["source"]!["sequence"]} {data["state"]}";
}
