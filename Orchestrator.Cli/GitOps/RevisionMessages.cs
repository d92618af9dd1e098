using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Cli.GitOps;

/// <summary>The difference of two revisions as messages: one to apply for each manifest that is new or changed, one to prune for each cluster that is nowhere any more.</summary>
public sealed class RevisionMessages(GitRepository repository, Func<IReadOnlyList<ManifestFile>, IReadOnlyDictionary<string, string>> variables)
{
    private static readonly string[] ManifestExtensions = [".yaml", ".yml", ".json"];

    /// <param name="from">The commit that was sent before; null: nothing was, so all is new.</param>
    /// <param name="source">The revision to send.</param>
    /// <param name="cancellation">Stops before the next file.</param>
    /// <exception cref="CommandException">It cannot be told whether a cluster is still there.</exception>
    public async Task<IReadOnlyList<GitOpsMessage>> BetweenAsync(string? from, SourceRevision source, CancellationToken cancellation)
    {
        var names = from is null
            ? await repository.FilesAsync(source.Revision, source.Path, cancellation).ConfigureAwait(false)
            : await repository.ChangedAsync(from, source.Revision, source.Path, cancellation).ConfigureAwait(false);
        var messages = new List<GitOpsMessage>();
        var left = new List<(ClusterKey Cluster, RevisionFile Last)>();
        foreach (var name in names.Where(IsManifest).Order(StringComparer.Ordinal))
        {
            if (await ReadAsync(source.Revision, name, cancellation).ConfigureAwait(false) is { } now)
            {
                messages.Add(new GitOpsMessage { Source = source, Action = GitOpsAction.Apply, Manifest = now.Manifest });
            }

            if (from is not null && await ReadAsync(from, name, cancellation).ConfigureAwait(false) is { } before)
            {
                left.AddRange(before.Clusters.Select(cluster => (cluster, before)));
            }
        }

        var gone = await GoneAsync(left, source, cancellation).ConfigureAwait(false);
        messages.AddRange(gone.Select(g => new GitOpsMessage { Source = source, Action = GitOpsAction.Prune, Manifest = g.Last.Manifest, Clusters = [g.Cluster] }));
        return messages;
    }

    /// <summary>A cluster that moved to another file, changed or not, has not left. Of a file that cannot be read, nobody knows.</summary>
    private async Task<IReadOnlyList<(ClusterKey Cluster, RevisionFile Last)>> GoneAsync(List<(ClusterKey Cluster, RevisionFile Last)> left, SourceRevision source, CancellationToken cancellation)
    {
        if (left.Count == 0)
        {
            return [];
        }

        var here = new HashSet<ClusterKey>();
        var unread = new List<string>();
        foreach (var name in (await repository.FilesAsync(source.Revision, source.Path, cancellation).ConfigureAwait(false)).Where(IsManifest))
        {
            if (await ReadAsync(source.Revision, name, cancellation).ConfigureAwait(false) is { } file)
            {
                here.UnionWith(file.Clusters);
                if (!file.IsWhole)
                {
                    unread.Add(name);
                }
            }
        }

        var gone = left.Where(l => !here.Contains(l.Cluster)).DistinctBy(static l => l.Cluster).OrderBy(static l => l.Cluster.ToString(), StringComparer.Ordinal).ToList();
        return gone.Count == 0 || unread.Count == 0
            ? gone
            : throw new CommandException(
                ExitCodes.InvalidInput,
                $"{string.Join(", ", gone.Select(static g => g.Cluster))} may have left the source, or be in {string.Join(", ", unread)}, which cannot be read.",
                "Correct these files (`orc plan -f FILE` says what is wrong); what is not known to have left is never pruned.");
    }

    private async Task<RevisionFile?> ReadAsync(string commit, string name, CancellationToken cancellation) =>
        await repository.ReadAsync(commit, name, cancellation).ConfigureAwait(false) is { } content ? RevisionFile.Read(name, content, variables) : null;

    /// <summary>A kustomization names manifests, and is none.</summary>
    private static bool IsManifest(string name) =>
        ManifestExtensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase) && !string.Equals(Path.GetFileNameWithoutExtension(name), "kustomization", StringComparison.OrdinalIgnoreCase);
}
