using System.Net;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.EndToEnd.GitOps;

/// <summary>What cannot be carried out is set aside with its error, is told to the cluster, and holds up nothing.</summary>
public sealed class GitOpsPoisonTests
{
    [Theory]
    [InlineData("not JSON at all, password: hunter2", "ORC0120")]
    [InlineData("[1,2]", "ORC0120")]
    [InlineData("{\"source\":{\"repository\":\"r\",\"path\":\".\",\"revision\":\"main\",\"sequence\":1,\"commitTime\":\"2026-01-01T00:00:00Z\"},\"action\":\"apply\",\"manifest\":{\"files\":[]}}", "ORC0120")]
    [InlineData("{\"action\":\"apply\",\"manifestSha265\":\"hunter2\"}", "ORC0120")]
    public async Task Message_ThatIsNone_IsSetAsideWithoutWhatItHeldAndBlocksNothing(string text, string code)
    {
        await using var harness = await ClusterHarness.StartAsync();

        await harness.SendTextAsync(text);
        await harness.SendAsync(GitRevisions.Apply(1, workers: 1));

        var poison = Assert.Single(harness.Messages(GitOpsMessage.PoisonQueue));
        Assert.Equal(code, $"{poison["error"]!["code"]}");
        Assert.NotEmpty($"{poison["error"]!["action"]}");
        Assert.DoesNotContain("hunter2", poison.ToJsonString(), StringComparison.Ordinal);
        Assert.True((await harness.DocumentAsync())!.OperationRunning);
    }

    [Fact]
    public async Task Manifest_WithErrors_ChangesNothingAndTheClusterSaysWhy()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.SendAsync(GitRevisions.Apply(1, workers: 1));
        await harness.SettleAsync();
        var bad = GitRevisions.Apply(2, workers: 2);
        var file = bad.Manifest!.Files.Single();
        bad = bad with { Manifest = bad.Manifest with { Files = [file with { Content = file.Content.Replace("location:", "locatoin:", StringComparison.Ordinal) }] } };

        await harness.SendAsync(bad);

        var poison = Assert.Single(harness.Messages(GitOpsMessage.PoisonQueue));
        Assert.Equal("ORC0122", $"{poison["error"]!["code"]}");
        Assert.Contains(poison["diagnostics"]!.AsArray(), static d => d!["line"] is not null && $"{d["code"]}" == "ORC0103");
        Assert.Equal(2, poison["message"]!["source"]!["sequence"]!.GetValue<long>());
        var cluster = await harness.ClusterAsync();
        Assert.Equal(("failed", "ORC0122", 1), ($"{cluster["sourceStatus"]!["state"]}", $"{cluster["sourceStatus"]!["error"]!["code"]}", cluster["source"]!["sequence"]!.GetValue<int>()));

        await harness.SendAsync(GitRevisions.Apply(3, workers: 2));
        await harness.SettleAsync();
        cluster = await harness.ClusterAsync();
        Assert.Equal(("accepted", 2), ($"{cluster["sourceStatus"]!["state"]}", cluster["workerReplicas"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Manifest_ThatCannotBeReadAtAll_IsToldToTheClustersOfItsFile()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.SendAsync(GitRevisions.Apply(1, workers: 1));
        var broken = GitRevisions.Apply(2, workers: 2);
        broken = broken with { Manifest = new GitOpsManifest { Files = [new ManifestFile("cluster.yaml", "a: [")] } };

        await harness.SendAsync(broken);

        Assert.Equal("failed", $"{(await harness.ClusterAsync())["sourceStatus"]!["state"]}");
    }

    [Fact]
    public async Task Manifest_RefusedForAClusterThatNeverWas_IsToldWhereTheClusterIsLookedFor()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var bad = GitRevisions.Apply(1, workers: 1);
        var file = bad.Manifest!.Files.Single();

        await harness.SendAsync(bad with { Manifest = bad.Manifest with { Files = [file with { Content = file.Content.Replace("location:", "locatoin:", StringComparison.Ordinal) }] } });

        Assert.Contains("ORC0122", $"{(await harness.ClusterAsync(HttpStatusCode.NotFound))["title"]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_OfAnotherSource_IsRefusedAndTheOwnerHearsNothingOfIt()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.SendAsync(GitRevisions.Apply(1, workers: 1));

        await harness.SendAsync(GitRevisions.Apply(9, workers: 4, repository: "https://git.example.com/other/clusters"));

        Assert.Equal("ORC0410", $"{Assert.Single(harness.Messages(GitOpsMessage.PoisonQueue))["error"]!["code"]}");
        var cluster = await harness.ClusterAsync();
        Assert.Equal((1, "accepted"), (cluster["source"]!["sequence"]!.GetValue<int>(), $"{cluster["sourceStatus"]!["state"]}"));
    }

    [Fact]
    public async Task Secret_OfARefusedManifest_IsNotInThePoisonQueue()
    {
        await using var harness = await ClusterHarness.StartAsync();
        var message = GitRevisions.Apply(1, workers: 1);
        var secret = new ManifestFile("secret.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: sp}\nstringData: {clientSecret: hunter2}\nunknownField: 1\n");
        var variables = new Dictionary<string, string>(message.Manifest!.Variables!, StringComparer.Ordinal) { ["TOKEN"] = "hunter3" };

        await harness.SendAsync(message with { Manifest = new GitOpsManifest { Files = [.. message.Manifest.Files, secret], Variables = variables } });

        var poison = Assert.Single(harness.Messages(GitOpsMessage.PoisonQueue)).ToJsonString();
        Assert.DoesNotContain("hunter", poison, StringComparison.Ordinal);
        Assert.Contains("secret.yaml", poison, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prune_ThatTheSpecDoesNotAllow_DeletesNothingAndSaysWhatToDo()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.SendAsync(GitRevisions.Apply(1, workers: 1, prune: false));
        await harness.SettleAsync();

        await harness.SendAsync(GitRevisions.Prune(2, prune: false));

        Assert.Equal(ClusterPhase.Ready, (await harness.DocumentAsync())!.Phase);
        Assert.Equal("ORC0411", $"{(await harness.ClusterAsync())["sourceStatus"]!["error"]!["code"]}");
        Assert.Empty(harness.Messages(GitOpsMessage.PoisonQueue));
    }

    [Fact]
    public async Task Prune_OfAClusterThatNoSourceHasAndThatDoesNotAllowIt_DeletesNothing()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));

        await harness.SendAsync(GitRevisions.Prune(2));

        Assert.Equal(ClusterPhase.Ready, (await harness.DocumentAsync())!.Phase);
    }
}
