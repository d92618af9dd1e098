using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Embedded.Tests.Hosting.Queues;

namespace Orchestrator.EndToEnd.GitOps;

/// <summary>The same on the real queue protocol, against Azurite.</summary>
public sealed class GitOpsStorageTests(Azurite azurite) : IClassFixture<Azurite>
{
    private static readonly QueueClientOptions Base64 = new() { MessageEncoding = QueueMessageEncoding.Base64 };

    [Fact]
    public async Task Messages_InStorage_AreCarriedOutSetAsideAndAnswered()
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["AzureWebJobsStorage"] = azurite.ConnectionString };
        var queue = new QueueClient(azurite.ConnectionString, GitOpsMessage.Queue, Base64);
        await queue.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        foreach (var text in new[] { "no message", GitRevisions.Text(GitRevisions.Apply(2, workers: 2)), GitRevisions.Text(GitRevisions.Apply(1, workers: 1)), GitRevisions.Text(GitRevisions.Apply(2, workers: 2)) })
        {
            await queue.SendMessageAsync(text, TestContext.Current.CancellationToken);
        }

        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Settings = settings });
        await harness.RunForAsync(TimeSpan.FromMinutes(3));
        var document = await harness.SettleAsync();

        Assert.Equal((ClusterPhase.Ready, 2, 2L), (document!.Phase, document.Spec.MachinePools.Single().Replicas, document.Source!.Sequence));
        Assert.Equal(0, (await queue.GetPropertiesAsync(TestContext.Current.CancellationToken)).Value.ApproximateMessagesCount);
        Assert.Equal("ORC0120", $"{Assert.Single(await PeekAsync(GitOpsMessage.PoisonQueue))["error"]!["code"]}");
        var told = (await PeekAsync(GitOpsMessage.OutcomeQueue)).Where(static e => e["data"]!["source"]!["sequence"]!.GetValue<int>() == 2).Select(static e => $"{e["type"]}");
        Assert.Equal(["orchestrator.cluster.accepted", "orchestrator.cluster.applied"], told);
    }

    private async Task<JsonNode[]> PeekAsync(string name)
    {
        var messages = await new QueueClient(azurite.ConnectionString, name, Base64).PeekMessagesAsync(32, TestContext.Current.CancellationToken);
        return [.. messages.Value.Select(static message => JsonNode.Parse(message.Body.ToString())!)];
    }
}
