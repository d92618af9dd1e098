using System.Globalization;
using System.Text.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.EndToEnd.GitOps;

/// <summary>Messages of one source.</summary>
internal static class GitRevisions
{
    public const string Repository = "https://git.example.com/org/clusters";

    public static SourceRevision Revision(int sequence, string repository = Repository) => new()
    {
        Repository = repository,
        Path = "clusters",
        Revision = sequence.ToString("D40", CultureInfo.InvariantCulture),
        Sequence = sequence,
        CommitTime = ClusterHarness.Start.AddMinutes(sequence - 100),
    };

    public static GitOpsMessage Apply(int sequence, int workers, bool prune = true, string repository = Repository) => Message(sequence, GitOpsAction.Apply, workers, prune, repository);

    public static GitOpsMessage Prune(int sequence, int workers = 1, bool prune = true) => Message(sequence, GitOpsAction.Prune, workers, prune, Repository);

    public static string Text(GitOpsMessage message) => JsonSerializer.Serialize(message, ContractJson.Options);

    public static GitOpsManifest Manifest(int workers, bool prune)
    {
        var sample = Manifests.Sample(workers: workers);
        var file = sample.Files.Single();
        var content = prune ? file.Content.Replace("  namespace: default\n", "  namespace: default\n  annotations:\n    orchestrator/prune: enabled\n", StringComparison.Ordinal) : file.Content;
        Assert.Equal(prune, content != file.Content);
        return new GitOpsManifest { Files = [file with { Content = content }], Variables = sample.Variables };
    }

    private static GitOpsMessage Message(int sequence, GitOpsAction action, int workers, bool prune, string repository) =>
        new() { Source = Revision(sequence, repository), Action = action, Manifest = Manifest(workers, prune) };
}
