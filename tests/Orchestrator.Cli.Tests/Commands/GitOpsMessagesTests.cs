using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Cli.Tests.Harness;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Cli.Tests.Commands;

/// <summary>Messages from a real git repository.</summary>
public sealed class GitOpsMessagesTests : IDisposable
{
    private const string Repository = "https://git.example.com/org/clusters";
    private readonly CommandRunner _orc = new();
    private int _commits;

    public GitOpsMessagesTests()
    {
        Git("init", "--quiet", "--initial-branch=main");
        Git("remote", "add", "origin", "https://user:hunter2@git.example.com/org/clusters");
    }

    public void Dispose() => _orc.Dispose();

    [Fact]
    public async Task Messages_OfFilesAddedAndChanged_ApplyTheirNewestTexts()
    {
        Write("clusters/a.yaml", Cluster("a"));
        Write("clusters/same.yaml", Cluster("same"));
        Write("README.md", "not a manifest");
        var from = Commit();
        Write("clusters/a.yaml", Cluster("a") + "# changed\n");
        Write("clusters/deep/b.yml", Cluster("b"));
        Write("clusters/kustomization.yaml", "resources: []\n");
        Write("elsewhere/c.yaml", Cluster("c"));
        var to = Commit();

        var messages = await MessagesAsync(from);

        Assert.Equal(["Apply clusters/a.yaml", "Apply clusters/deep/b.yml"], messages.Select(Describe));
        Assert.EndsWith("# changed\n", messages[0].Manifest!.Files[0].Content, StringComparison.Ordinal);
        Assert.All(messages, m => Assert.Equal((Repository, "clusters", to, 2L), (m.Source.Repository, m.Source.Path, m.Source.Revision, m.Source.Sequence)));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 2, 0, TimeSpan.Zero), messages[0].Source.CommitTime);
    }

    [Fact]
    public async Task Messages_OfADeletedFile_PruneItsClustersAsTheyWere()
    {
        Write("clusters/a.yaml", Cluster("a") + "---\n" + Cluster("b"));
        var from = Commit();
        Delete("clusters/a.yaml");
        Commit();

        var messages = await MessagesAsync(from);

        Assert.Equal(["Prune clusters/a.yaml default/a", "Prune clusters/a.yaml default/b"], messages.Select(Describe));
        Assert.Contains("name: a", messages[0].Manifest!.Files[0].Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_OfAClusterThatLeftAFileOfSeveral_PruneItAlone()
    {
        Write("clusters/a.yaml", Cluster("a") + "---\n" + Cluster("b"));
        var from = Commit();
        Write("clusters/a.yaml", Cluster("a"));
        Commit();

        Assert.Equal(["Apply clusters/a.yaml", "Prune clusters/a.yaml default/b"], (await MessagesAsync(from)).Select(Describe));
    }

    [Fact]
    public async Task Messages_OfARenamedFile_PruneNothing()
    {
        Write("clusters/a.yaml", Cluster("a"));
        var from = Commit();
        Git("mv", "clusters/a.yaml", "clusters/z.yaml");
        Commit();

        Assert.Equal(["Apply clusters/z.yaml"], (await MessagesAsync(from)).Select(Describe));
    }

    [Fact]
    public async Task Messages_OfAClusterThatMovedIntoAnotherFile_PruneNothing()
    {
        Write("clusters/a.yaml", Cluster("a") + "---\n" + Cluster("b"));
        var from = Commit();
        Write("clusters/a.yaml", Cluster("a"));
        Write("clusters/b.yaml", Cluster("b"));
        Commit();

        Assert.Equal(["Apply clusters/a.yaml", "Apply clusters/b.yaml"], (await MessagesAsync(from)).Select(Describe));
    }

    [Fact]
    public async Task Messages_WhileAFileCannotBeRead_NeverPruneWhatItMayHold()
    {
        Write("clusters/a.yaml", Cluster("a"));
        Write("clusters/b.yaml", Cluster("b"));
        var from = Commit();
        Delete("clusters/a.yaml");
        Write("clusters/b.yaml", "a: [");
        Commit();

        var result = await RunAsync("--from", from);

        Assert.Equal((ExitCodes.InvalidInput, ""), (result.ExitCode, result.Output));
        Assert.Contains("clusters/b.yaml", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_OfAClusterApiManifest_NameItsCluster()
    {
        Write("clusters/capi.yaml", "apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\nmetadata:\n  name: ${NAME}\n  namespace: team\nspec:\n  clusterNetwork: {}\n");
        var from = Commit();
        Delete("clusters/capi.yaml");
        Commit();

        var messages = await MessagesAsync(from, "--set", "NAME=capi");

        Assert.Equal(["Prune clusters/capi.yaml team/capi"], messages.Select(Describe));
        Assert.Equal("capi", messages[0].Manifest!.Variables!["NAME"]);
    }

    [Fact]
    public async Task Messages_OfAMerge_CountTheFirstParentsOnly()
    {
        Write("clusters/a.yaml", Cluster("a"));
        var from = Commit();
        Git("checkout", "--quiet", "-b", "topic");
        Write("clusters/b.yaml", Cluster("b"));
        Commit();
        Write("clusters/b.yaml", Cluster("b") + "# again\n");
        Commit();
        Git("checkout", "--quiet", "main");
        Git("merge", "--quiet", "--no-ff", "-m", "merge", "topic");

        Assert.Equal(2, Assert.Single(await MessagesAsync(from)).Source.Sequence);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000000000000000000000000000000000000000")]
    public async Task Messages_OfTheFirstRevision_ApplyEverything(string from)
    {
        Write("clusters/a.yaml", Cluster("a"));
        Commit();

        Assert.Equal(["Apply clusters/a.yaml"], (await MessagesAsync(from)).Select(Describe));
    }

    [Fact]
    public async Task Messages_TooLargeForAQueue_ReferToAFileWithItsDigest()
    {
        Write("clusters/a.yaml", Cluster("a") + new string('#', 60_000) + "\n");
        Commit();

        Assert.Equal(ExitCodes.InvalidInput, (await RunAsync()).ExitCode);
        var message = Assert.Single(await MessagesAsync("", "--manifests-folder", "out", "--manifests-url", "https://acct.blob.core.windows.net/manifests?sig=x%3D"));

        var stored = await File.ReadAllBytesAsync(Path.Combine(_orc.Folder, "out", $"{message.ManifestSha256}.json"), TestContext.Current.CancellationToken);
        Assert.Equal(message.ManifestSha256, Convert.ToHexStringLower(SHA256.HashData(stored)));
        Assert.Equal($"https://acct.blob.core.windows.net/manifests/{message.ManifestSha256}.json?sig=x%3D", message.ManifestUrl);
        Assert.Equal("clusters/a.yaml", JsonSerializer.Deserialize<GitOpsManifest>(stored, ContractJson.Options)!.Files.Single().Name);
    }

    [Theory]
    [InlineData("--from", "nonsense")]
    [InlineData("--to", "--upload-pack=x")]
    public async Task Messages_OfACommitThatIsNotThere_AreRefused(string option, string commit)
    {
        Write("clusters/a.yaml", Cluster("a"));
        Commit();

        var result = await RunAsync(option, commit);

        Assert.Equal((ExitCodes.InvalidInput, ""), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task Messages_BackInHistory_AreRefused()
    {
        Write("clusters/a.yaml", Cluster("a"));
        var first = Commit();
        Write("clusters/b.yaml", Cluster("b"));
        var second = Commit();

        Assert.Contains("does not lead up to", (await RunAsync("--from", second, "--to", first)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_OfAShallowClone_AreRefused()
    {
        Write("clusters/a.yaml", Cluster("a"));
        Commit();
        Write("clusters/b.yaml", Cluster("b"));
        Commit();
        using var clone = new CommandRunner();
        Git("clone", "--quiet", "--depth=1", $"file://{_orc.Folder}", clone.Folder);

        var result = await clone.RunAsync("gitops", "messages");

        Assert.Equal(ExitCodes.InvalidInput, result.ExitCode);
        Assert.Contains("fetch-depth: 0", result.Error, StringComparison.Ordinal);
    }

    private static string Cluster(string name) => $"apiVersion: orchestrator/v1alpha1\nkind: KubernetesCluster\nmetadata:\n  name: {name}\nspec: {{}}\n";

    private static string Describe(GitOpsMessage message) =>
        $"{message.Action} {message.Manifest!.Files.Single().Name} {string.Join(' ', message.Clusters ?? [])}".TrimEnd();

    private Task<CommandResult> RunAsync(params string[] arguments) => _orc.RunAsync(["gitops", "messages", "--path", "clusters", .. arguments]);

    private async Task<GitOpsMessage[]> MessagesAsync(string from, params string[] arguments)
    {
        var result = await RunAsync(["--from", from, .. arguments]);
        Assert.True(result.ExitCode == ExitCodes.Success, result.Transcript);
        Assert.DoesNotContain("hunter2", result.Output, StringComparison.Ordinal);
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonSerializer.Deserialize<GitOpsMessage>(line, ContractJson.Options)!)];
    }

    private void Write(string name, string content)
    {
        var path = Path.Combine(_orc.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private void Delete(string name) => File.Delete(Path.Combine(_orc.Folder, name));

    private string Commit()
    {
        _commits++;
        Git("add", "--all");
        Git("commit", "--quiet", "-m", $"commit {_commits}");
        return Git("rev-parse", "HEAD").Trim();
    }

    private string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = _orc.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        var date = new DateTimeOffset(2026, 1, 1, 0, _commits, 0, TimeSpan.Zero).ToString("o", CultureInfo.InvariantCulture);
        foreach (var (name, value) in new[]
        {
            ("GIT_AUTHOR_NAME", "a"), ("GIT_AUTHOR_EMAIL", "a@example.com"), ("GIT_AUTHOR_DATE", date), ("GIT_COMMITTER_NAME", "a"),
            ("GIT_COMMITTER_EMAIL", "a@example.com"), ("GIT_COMMITTER_DATE", date), ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1"),
        })
        {
            start.Environment[name] = value;
        }

        using var git = Process.Start(start)!;
        var error = git.StandardError.ReadToEndAsync();
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, $"git {string.Join(' ', arguments)}: {error.GetAwaiter().GetResult()}");
        return output;
    }
}
