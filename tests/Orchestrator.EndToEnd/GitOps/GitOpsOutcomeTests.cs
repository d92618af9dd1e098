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
        Assert.Equal(["accepted", "applied", "accepted", "deleted"], events.Select(Kind));
        Assert.Equal(["pending", "success", "pending", "success"], events.Select(CommitState));
        Assert.Equal(
            [$"default/c1@{GitRevisions.Revision(1).Revision}/accepted", "default.c1.1", $"default/c1@{GitRevisions.Revision(2).Revision}/accepted", "default.c1.2"],
            events.Select(static e => $"{e["id"]}"));
        var applied = CloudEvent.Parse(BinaryData.FromString(events[1].ToJsonString()))!;
        Assert.Equal(("default/c1", "application/json"), (applied.Subject, applied.DataContentType));
        Assert.Equal("https://orchestrator.example.com/api/clusters/default/c1", $"{events[0]["data"]!["commitStatus"]!["target_url"]}");
        var status = events[1]["data"]!["commitStatus"]!;
        Assert.Equal(
            ("success", "orchestrator/default/c1", "https://orchestrator.example.com/api/operations/default.c1.1"),
            ($"{status["state"]}", $"{status["context"]}", $"{status["target_url"]}"));
        Assert.Equal(GitRevisions.Revision(1).Revision, $"{events[1]["data"]!["source"]!["revision"]}");
        Assert.Equal("application/cloudevents+json", webhook.Posts[0].MediaType);
        var posted = webhook.Posts.Select(static post => JsonNode.Parse(post.Body)!).ToList();
        Assert.Equal(events.Length + refusals, posted.Count);
        Assert.Equal(events.Select(static e => $"{e["id"]}"), posted.Skip(refusals).Select(static e => $"{e["id"]}"));
        Assert.True(JsonNode.DeepEquals(events[^1], posted[^1]));
    }

    [Fact]
    public async Task Webhook_ThatNeverTakesIt_HoldsUpNothing()
    {
        var webhook = new RecordedWebhook(refusals: int.MaxValue);
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Settings = Settings, GitOps = webhook.Transport });

        await harness.SendAsync(GitRevisions.Apply(1, workers: 1));
        var document = await harness.SettleAsync();
        await harness.RunForAsync(TimeSpan.FromMinutes(2));

        Assert.Equal((ClusterPhase.Ready, null), (document!.Phase, document.Error));
        Assert.Equal(8, webhook.Posts.Count);
        Assert.Equal(["accepted", "applied"], harness.Messages(GitOpsMessage.OutcomeQueue).Select(Kind));
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

    [Fact]
    public async Task Revision_FoldedIntoTheOperationOfANewerOne_IsToldToBeSuperseded()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.SendAsync(GitRevisions.Apply(1, workers: 1));
        await harness.RunForAsync(TimeSpan.FromMinutes(2));

        await harness.SendAsync(GitRevisions.Apply(2, workers: 2));
        Assert.Equal(["1 accepted", "2 accepted", "1 superseded"], Told(harness));
        await harness.SettleAsync();
        await harness.SendAsync(GitRevisions.Apply(1, workers: 1));

        var events = harness.Messages(GitOpsMessage.OutcomeQueue);
        Assert.Equal(["1 accepted", "2 accepted", "1 superseded", "2 applied"], Told(harness));
        Assert.Equal(("superseded", "success", 2), ($"{events[2]["data"]!["state"]}", CommitState(events[2]), events[2]["data"]!["supersededBy"]!["sequence"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Revision_ThatComesAfterANewerOne_IsToldToBeSupersededOnce()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.SendAsync(GitRevisions.Apply(3, workers: 1));
        await harness.SettleAsync();

        await harness.SendAsync(GitRevisions.Apply(2, workers: 2));
        await harness.SendAsync(GitRevisions.Apply(2, workers: 2));
        await harness.SendAsync(GitRevisions.Apply(3, workers: 1));

        Assert.Equal(["3 accepted", "3 applied", "2 superseded"], Told(harness));
    }

    [Fact]
    public async Task Cluster_WantedAnewDuringItsDeletion_IsToldWhenItIsThereAgain()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.SendAsync(GitRevisions.Apply(1, workers: 1));
        await harness.SettleAsync();

        await harness.SendAsync(GitRevisions.Prune(2));
        await harness.RunForAsync(TimeSpan.FromSeconds(10));
        await harness.SendAsync(GitRevisions.Apply(3, workers: 1));
        await harness.SettleAsync();

        Assert.Equal(["1 accepted", "1 applied", "2 accepted", "3 accepted", "2 superseded", "3 applied"], Told(harness));
    }

    [Fact]
    public async Task Prune_OfWhatWasNeverThere_EndsAtOnce()
    {
        await using var harness = await ClusterHarness.StartAsync();

        await harness.SendAsync(GitRevisions.Prune(2));
        await harness.SendAsync(GitRevisions.Prune(2));

        Assert.Equal(["2 accepted", "2 deleted"], Told(harness));
    }

    [Fact]
    public async Task Manifest_WithErrors_IsToldAsAFailureOfItsRevision()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.SendAsync(GitRevisions.Apply(1, workers: 1));
        await harness.SettleAsync();

        await harness.SendAsync(Misspelt(GitRevisions.Apply(2, workers: 2)));
        await harness.SendAsync(Misspelt(GitRevisions.Apply(2, workers: 2)));

        Assert.Equal(["1 accepted", "1 applied", "2 failed"], Told(harness));
        var failed = harness.Messages(GitOpsMessage.OutcomeQueue)[^1];
        Assert.Equal(("ORC0122", "failure", "orchestrator/default/c1"), ($"{failed["data"]!["error"]!["code"]}", CommitState(failed), $"{failed["data"]!["commitStatus"]!["context"]}"));
        Assert.StartsWith("ORC0122: The manifest has ", $"{failed["data"]!["commitStatus"]!["description"]}", StringComparison.Ordinal);
        Assert.Null(failed["data"]!["operationId"]);
    }

    [Theory]
    [InlineData("a: [", "revision.failed", "orchestrator")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: sp}\nstringData: {clientSecret: hunter2}\nunknownField: 1\n", "revision.failed", "orchestrator")]
    public async Task Manifest_ThatNamesNoCluster_IsToldForItsRevisionAlone(string content, string type, string context)
    {
        await using var harness = await ClusterHarness.StartAsync();
        var message = GitRevisions.Apply(1, workers: 1);

        await harness.SendAsync(message with { Manifest = new GitOpsManifest { Files = [new ManifestFile("new.yaml", content)] } });

        var told = Assert.Single(harness.Messages(GitOpsMessage.OutcomeQueue));
        Assert.Equal(($"orchestrator.{type}", context, message.Source.Revision), ($"{told["type"]}", $"{told["data"]!["commitStatus"]!["context"]}", $"{told["subject"]}"));
        Assert.Null(told["data"]!["cluster"]);
        Assert.DoesNotContain("hunter", told.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revision_OfAnotherSource_IsToldWithoutThatSourcesAddress()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.SendAsync(GitRevisions.Apply(1, workers: 1));
        await harness.SettleAsync();

        await harness.SendAsync(GitRevisions.Apply(9, workers: 4, repository: "https://git.example.com/other/clusters"));

        var told = harness.Messages(GitOpsMessage.OutcomeQueue)[^1];
        Assert.Equal(("ORC0410", "https://git.example.com/other/clusters", "failure"), ($"{told["data"]!["error"]!["code"]}", $"{told["data"]!["source"]!["repository"]}", CommitState(told)));
        Assert.DoesNotContain(GitRevisions.Repository, told.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prune_ThatIsNotAllowed_AndARewrittenRevision_AreToldAsFailures()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.SendAsync(GitRevisions.Apply(1, workers: 1, prune: false));
        await harness.SettleAsync();
        var rewritten = GitRevisions.Apply(1, workers: 2);

        await harness.SendAsync(GitRevisions.Prune(2, prune: false));
        await harness.SendAsync(rewritten with { Source = rewritten.Source with { Revision = new string('f', 40) } });

        Assert.Equal(["ORC0411", "ORC0412"], harness.Messages(GitOpsMessage.OutcomeQueue).Skip(2).Select(static e => $"{e["data"]!["error"]!["code"]}"));
        Assert.All(harness.Messages(GitOpsMessage.OutcomeQueue).Skip(2), static e => Assert.Equal("failure", CommitState(e)));
    }

    [Fact]
    public async Task Repository_WithAPassword_IsNeverToldWithIt()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.SendAsync(GitRevisions.Apply(1, workers: 1));
        await harness.SettleAsync();

        await harness.SendAsync(GitRevisions.Apply(2, workers: 1, repository: GitRevisions.Repository.Replace("//", "//bot:hunter2@", StringComparison.Ordinal)));

        var told = harness.Messages(GitOpsMessage.OutcomeQueue)[^1];
        Assert.Equal("ORC0120", $"{told["data"]!["error"]!["code"]}");
        var cluster = await harness.ClusterAsync();
        Assert.Equal("failed", $"{cluster["sourceStatus"]!["state"]}");
        Assert.DoesNotContain("hunter2", told.ToJsonString() + cluster.ToJsonString() + harness.Messages(GitOpsMessage.PoisonQueue)[0].ToJsonString(), StringComparison.Ordinal);
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
        Assert.All(poison.Concat(harness.Messages(GitOpsMessage.OutcomeQueue)), static p => Assert.DoesNotContain("hunter2", p.ToJsonString(), StringComparison.Ordinal));
        Assert.Equal(digestFits ? "accepted" : "failed", Kind(harness.Messages(GitOpsMessage.OutcomeQueue)[0]));
    }

    private static GitOpsMessage Misspelt(GitOpsMessage message)
    {
        var file = message.Manifest!.Files.Single();
        return message with { Manifest = message.Manifest with { Files = [file with { Content = file.Content.Replace("location:", "locatoin:", StringComparison.Ordinal) }] } };
    }

    private static string[] Told(ClusterHarness harness) => [.. harness.Messages(GitOpsMessage.OutcomeQueue).Select(static e => $"{e["data"]!["source"]!["sequence"]} {Kind(e)}")];

    private static string Kind(JsonNode outcome) => $"{outcome["type"]}".Split('.')[^1];

    private static string CommitState(JsonNode outcome) => $"{outcome["data"]!["commitStatus"]!["state"]}";
}
