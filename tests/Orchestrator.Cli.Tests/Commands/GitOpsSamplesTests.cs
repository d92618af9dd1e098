using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Activities.GitOps;
using Orchestrator.Cli.Tests.Harness;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Operations;
using YamlDotNet.RepresentationModel;

namespace Orchestrator.Cli.Tests.Commands;

/// <summary>The pipelines of the samples: their shell parts run as they stand on a real git repository, and their parts fit together as Flux, Argo CD and GitHub put them together.</summary>
public sealed class GitOpsSamplesTests : IDisposable
{
    private readonly PipelineFolder _pipeline = new();

    public void Dispose() => _pipeline.Dispose();

    [Fact]
    public void GitHubActions_OnAPush_SendsWhatThePushChanged()
    {
        var before = _pipeline.Commit("clusters/a.yaml", PipelineFolder.Cluster("a"));
        _pipeline.Commit("clusters/b.yaml", PipelineFolder.Cluster("b"));
        var after = _pipeline.Commit("clusters/a.yaml", null);
        var run = Text(Step("github-actions.yaml"), "run").Replace("${{ github.event.before }}", before, StringComparison.Ordinal).Replace("${{ github.sha }}", after, StringComparison.Ordinal);

        RunStep(run);

        Assert.Equal(["3 Apply b", "3 Prune a"], Sent());
    }

    [Fact]
    public void Flux_OnEachDispatch_SendsWhatIsNewSinceTheTag()
    {
        _pipeline.Git("init", "--quiet", "--bare", _pipeline.PathOf("remote.git"));
        _pipeline.Git("remote", "set-url", "--push", "origin", _pipeline.PathOf("remote.git"));
        var run = Text(Step("flux-dispatch.yaml"), "run");

        _pipeline.Commit("clusters/a.yaml", PipelineFolder.Cluster("a"));
        RunStep(run);
        _pipeline.Commit("clusters/b.yaml", PipelineFolder.Cluster("b"));
        var last = _pipeline.Commit("clusters/a.yaml", null);
        RunStep(run);
        RunStep(run);

        Assert.Equal(["1 Apply a", "3 Apply b", "3 Prune a"], Sent());
        Assert.StartsWith(last, _pipeline.Git("ls-remote", _pipeline.PathOf("remote.git"), "refs/tags/clusters-sent"), StringComparison.Ordinal);
    }

    [Fact]
    public void ArgoCD_AtASyncOfSeveralCommits_SendsEachOfThem()
    {
        _pipeline.Commit("clusters/a.yaml", PipelineFolder.Cluster("a"));
        _pipeline.Commit("clusters/b.yaml", PipelineFolder.Cluster("b"));
        _pipeline.Commit("clusters/a.yaml", null);
        _pipeline.Variables["REVISION"] = _pipeline.Commit("README.md", "nothing of clusters\n");
        _pipeline.Variables["REPOSITORY"] = _pipeline.PathOf("repository");
        File.WriteAllText(_pipeline.PathOf("token"), "token");
        foreach (var (name, value) in new[] { ("AZURE_CLIENT_ID", "id"), ("AZURE_TENANT_ID", "tenant"), ("AZURE_FEDERATED_TOKEN_FILE", _pipeline.PathOf("token")) })
        {
            _pipeline.Variables[name] = value;
        }

        var container = Container();
        string[] command = [.. Items(container, "command"), .. Items(container, "args")];
        var (exitCode, output) = _pipeline.Run(command[0], command[1..]);

        Assert.True(exitCode == 0, output);
        Assert.Equal(["1 Apply a", "2 Apply b", "3 Prune a"], Sent());
    }

    [Fact]
    public void ArgoCD_Hook_RunsAtEachRevision_BecauseSomethingElseOfItsApplicationChanges()
    {
        var application = Document("argo-cd/application.yaml");
        var kustomize = At(application, "spec", "source", "kustomize");
        var annotation = Assert.Single(((YamlMappingNode)At(kustomize, "commonAnnotations")).Children);
        Assert.Equal(("true", "${ARGOCD_APP_REVISION}"), (Text(kustomize, "commonAnnotationsEnvsubst"), annotation.Value.ToString()));
        Assert.NotNull(At(application, "spec", "syncPolicy", "automated"));

        var resources = Items(Document("argo-cd/hook/kustomization.yaml"), "resources").Select(static name => Document($"argo-cd/hook/{name}")).ToList();
        Assert.Contains(resources, static resource => !IsHook(resource));
        Assert.Equal("PostSync", Text(At(Assert.Single(resources, IsHook), "metadata", "annotations"), "argocd.argoproj.io/hook"));
        var revision = ((YamlSequenceNode)At(Container(), "env")).Single(static variable => Text(variable, "name") == "REVISION");
        Assert.Equal($"metadata.annotations['{annotation.Key}']", Text(At(revision, "valueFrom", "fieldRef"), "fieldPath"));
    }

    [Fact]
    public void Flux_Alert_SetsOffTheWorkflow()
    {
        var flux = Documents("flux.yaml").ToDictionary(static document => Text(document, "kind"), StringComparer.Ordinal);
        var (repository, provider, alert) = (flux["GitRepository"], flux["Provider"], flux["Alert"]);

        Assert.Equal("githubdispatch", Text(At(provider, "spec"), "type"));
        Assert.Equal(Text(At(provider, "metadata"), "name"), Text(At(alert, "spec", "providerRef"), "name"));
        var watched = Assert.Single((YamlSequenceNode)At(alert, "spec", "eventSources"));
        Assert.Equal(("GitRepository", Text(At(repository, "metadata"), "name")), (Text(watched, "kind"), Text(watched, "name")));
        Assert.Single(flux.Values.Select(static document => Text(At(document, "metadata"), "namespace")).Distinct(StringComparer.Ordinal));
        var type = $"GitRepository/{Text(watched, "name")}.{Text(At(repository, "metadata"), "namespace")}";
        Assert.Equal([type], Items(At(Document("flux-dispatch.yaml"), "on", "repository_dispatch"), "types"));
        Assert.Equal(Text(At(repository, "spec"), "url"), Text(At(provider, "spec"), "address"));
    }

    [Theory]
    [InlineData("github-actions.yaml")]
    [InlineData("flux-dispatch.yaml")]
    public void Workflow_IsOneByGitHubsSchema(string sample)
    {
        var folder = _pipeline.PathOf("validator");
        var installed = _pipeline.Run("npm", "install", "@action-validator/cli@0.6.0", "@action-validator/core@0.6.0", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error");
        Assert.SkipWhen(installed.ExitCode != 0, $"action-validator cannot be had here: {installed.Output}");

        var (exitCode, output) = _pipeline.Run(Path.Combine(folder, "node_modules", ".bin", "action-validator"), PipelineFolder.Sample(sample));

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void CommitStatuses_ArePostedInTheirOrderAndTakenFromTheQueue()
    {
        AddOutcomes();

        var (exitCode, output) = _pipeline.Run("bash", PipelineFolder.Sample("commit-statuses.sh"));

        Assert.True(exitCode == 0 && output.Contains("2 outcomes handled", StringComparison.Ordinal), output);
        Assert.Equal([$"repos/org/clusters/statuses/{Revision} pending", $"repos/org/clusters/statuses/{Revision} failure"], _pipeline.Posted().Select(Posted));
        Assert.Empty(Directory.GetFiles(_pipeline.PathOf("outcomes")));
    }

    [Theory]
    [InlineData("1", 1, 2)]
    [InlineData("5", 0, 0)]
    public void CommitStatus_ThatIsNotTaken_HoldsUpTheNextButNotForEver(string dequeued, int expected, int left)
    {
        AddOutcomes();
        _pipeline.Variables["GH_EXIT"] = "1";
        _pipeline.Variables["DEQUEUED"] = dequeued;

        var (exitCode, output) = _pipeline.Run("bash", PipelineFolder.Sample("commit-statuses.sh"));

        Assert.Equal((expected, left), (exitCode, Directory.GetFiles(_pipeline.PathOf("outcomes")).Length));
        Assert.Contains("could not be posted", output, StringComparison.Ordinal);
    }

    private static string Revision => new('a', 40);

    private void AddOutcomes()
    {
        var source = new SourceRevision { Repository = "https://github.com/org/clusters.git", Path = "clusters", Revision = Revision, Sequence = 7, CommitTime = CommandRunner.Start };
        var accepted = new ClusterOutcome { Cluster = Samples.Cluster, Source = source, Stage = OutcomeStage.Accepted, FinishedAt = CommandRunner.Start };
        foreach (var (number, outcome) in new[] { (1, accepted), (2, accepted with { Stage = OutcomeStage.Refused, Error = Samples.QuotaError }) })
        {
            _pipeline.AddOutcome(number, JsonSerializer.SerializeToNode(OutcomeEvents.Of(outcome, publicUrl: null), ContractJson.Options)!);
        }
    }

    /// <summary>Where it went, and as what.</summary>
    private static string Posted(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return $"{line[..space]} {JsonNode.Parse(line[space..])!["state"]}";
    }

    /// <summary>As GitHub runs it: from a file, with -e.</summary>
    private void RunStep(string run)
    {
        Directory.CreateDirectory(_pipeline.PathOf("repository/ci"));
        File.Copy(PipelineFolder.Sample("gitops-messages.sh"), _pipeline.PathOf("repository/ci/gitops-messages.sh"), overwrite: true);
        File.WriteAllText(_pipeline.PathOf("step.sh"), run);
        var (exitCode, output) = _pipeline.Run("bash", "-e", _pipeline.PathOf("step.sh"));
        Assert.True(exitCode == 0, output);
    }

    private IEnumerable<string> Sent() => _pipeline.Sent.Select(static message =>
        $"{message.Source.Sequence} {message.Action} {message.Clusters?.Single().Name ?? Path.GetFileNameWithoutExtension(message.Manifest!.Files.Single().Name)}");

    private static YamlNode Step(string workflow) =>
        ((YamlSequenceNode)At(Document(workflow), "jobs", "send", "steps")).Single(static step => ((YamlMappingNode)step).Children.ContainsKey("run"));

    private static YamlNode Container() => Assert.Single((YamlSequenceNode)At(Document("argo-cd/hook/send.yaml"), "spec", "template", "spec", "containers"));

    private static bool IsHook(YamlNode resource) => ((YamlMappingNode)At(resource, "metadata")).Children.ContainsKey("annotations");

    private static YamlNode Document(string sample) => Documents(sample).Single();

    private static IEnumerable<YamlNode> Documents(string sample)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(PipelineFolder.Sample(sample));
        stream.Load(reader);
        return stream.Documents.Select(static document => document.RootNode);
    }

    private static YamlNode At(YamlNode node, params string[] path) => path.Aggregate(node, static (node, name) => ((YamlMappingNode)node).Children[name]);

    private static string Text(YamlNode node, string name) => At(node, name).ToString();

    private static IEnumerable<string> Items(YamlNode node, string name) => ((YamlSequenceNode)At(node, name)).Select(static item => item.ToString());
}
