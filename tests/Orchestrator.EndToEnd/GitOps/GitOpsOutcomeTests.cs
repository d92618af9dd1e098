using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Messaging;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.EndToEnd.GitOps;

/// <summary>Sources hear how it ended: by queue and by webhook.</summary>
public sealed class GitOpsOutcomeTests
{
    private static readonly Dictionary<string, string?> Settings = new(StringComparer.Ordinal)
    {
        ["Orchestrator__GitOps__Webhook"] = "https://hooks.example.com/clusters",
        ["Orchestrator__GitOps__PublicUrl"] = "https://orchestrator.example.com/",
        ["Orchestrator__GitOps__ManifestHosts"] = "manifests.example.com",
    };

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Operation_OfASource_IsToldByQueueAndWebhook(int refusals)
    {
        var webhook = new RecordedWebhook(refusals);
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Settings = Settings, GitOps = webhook.Transport });

        await harness.SendAsync(GitRevisions.Apply(1, workers: 1));
        await harness.SettleAsync();
        await harness.SendAsync(GitRevisions.Prune(2));
        await harness.SettleAsync();

        var events = harness.Messages(GitOpsMessage.OutcomeQueue);
        Assert.Equal(["orchestrator.cluster.applied", "orchestrator.cluster.deleted"], events.Select(static e => $"{e["type"]}"));
        Assert.Equal(["default.c1.1", "default.c1.2"], events.Select(static e => $"{e["id"]}"));
        var applied = CloudEvent.Parse(BinaryData.FromString(events[0].ToJsonString()))!;
        Assert.Equal(("default/c1", "application/json"), (applied.Subject, applied.DataContentType));
        var status = events[0]["data"]!["commitStatus"]!;
        Assert.Equal(
            ("success", "orchestrator/default/c1", "https://orchestrator.example.com/api/operations/default.c1.1"),
            ($"{status["state"]}", $"{status["context"]}", $"{status["target_url"]}"));
        Assert.Equal(GitRevisions.Revision(1).Revision, $"{events[0]["data"]!["source"]!["revision"]}");
        Assert.Equal(2 + refusals, webhook.Posts.Count);
        Assert.Equal("application/cloudevents+json", webhook.Posts[0].MediaType);
        Assert.True(JsonNode.DeepEquals(events[1], JsonNode.Parse(webhook.Posts[^1].Body)));
    }

    [Fact]
    public async Task Webhook_ThatNeverTakesIt_HoldsUpNothing()
    {
        var webhook = new RecordedWebhook(refusals: int.MaxValue);
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Settings = Settings, GitOps = webhook.Transport });

        await harness.SendAsync(GitRevisions.Apply(1, workers: 1));
        var document = await harness.SettleAsync();

        Assert.Equal((ClusterPhase.Ready, null), (document!.Phase, document.Error));
        Assert.Equal(4, webhook.Posts.Count);
        Assert.Single(harness.Messages(GitOpsMessage.OutcomeQueue));
    }

    [Fact]
    public async Task Operation_OfNoSource_IsToldNobody()
    {
        var webhook = new RecordedWebhook(refusals: 0);
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Settings = Settings, GitOps = webhook.Transport });

        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));

        Assert.Empty(webhook.Posts);
        Assert.Empty(harness.Messages(GitOpsMessage.OutcomeQueue));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "ORC0121")]
    public async Task Manifest_ByReference_IsTakenWithItsDigestOnly(bool digestFits, string? code)
    {
        var webhook = new RecordedWebhook(refusals: 0);
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Settings = Settings, GitOps = webhook.Transport });
        var manifest = JsonSerializer.Serialize(GitRevisions.Manifest(workers: 2, prune: false), ContractJson.Options);
        webhook.Manifests["/m.json"] = manifest;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(digestFits ? manifest : "another")));

        await harness.SendAsync(new GitOpsMessage
        {
            Source = GitRevisions.Revision(1),
            Action = GitOpsAction.Apply,
            ManifestUrl = "https://manifests.example.com/m.json?sig=hunter2",
            ManifestSha256 = digest,
        });

        var poison = harness.Messages(GitOpsMessage.PoisonQueue);
        Assert.Equal(code, poison.Length == 0 ? null : $"{poison[0]["error"]!["code"]}");
        Assert.Equal(digestFits, await harness.DocumentAsync() is not null);
        Assert.All(poison, static p => Assert.DoesNotContain("hunter2", p.ToJsonString(), StringComparison.Ordinal));
    }
}
