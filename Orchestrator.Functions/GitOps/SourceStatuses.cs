using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Activities.State;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Manifests;

namespace Orchestrator.Functions.GitOps;

/// <summary>Tells clusters what became of the revisions of their source.</summary>
public sealed class SourceStatuses(IClusterStore store, SourceStore sources, TimeProvider time)
{
    public Task SaveAsync(ClusterKey cluster, SourceRevision source, SourceState state, OrchestratorError? error, CancellationToken cancellation) =>
        sources.SaveStatusAsync(cluster, new SourceStatus { Source = source, State = state, Time = time.GetUtcNow(), Error = error }, cancellation);

    /// <summary>
    /// Tells the failure of a message to every cluster that it can be about: those that it names or describes, as far as it can be read, and those that
    /// came from the same files before. Clusters of another source hear nothing of it.
    /// </summary>
    /// <returns>Whose failure it is, as far as that can be read; null: nobody's.</returns>
    public async Task<RefusedRevision?> FailAsync(string text, OrchestratorError error, CancellationToken cancellation)
    {
        if (ReadLoosely(text) is not { } message)
        {
            return null;
        }

        var told = Described(message).ToHashSet();
        string[] files = [.. message.Manifest?.Files.Select(static file => file.Name) ?? []];
        var strangers = new HashSet<ClusterKey>();
        foreach (var document in await store.ListAsync(cancellation))
        {
            if (document.Source is { } known && !known.IsSameSource(message.Source))
            {
                strangers.Add(document.Key);
            }
            else if (document.Source is not null && (files.Length == 0 || document.SourceFiles?.Intersect(files, StringComparer.Ordinal).Any() == true))
            {
                told.Add(document.Key);
            }
        }

        foreach (var cluster in told.Except(strangers))
        {
            await SaveAsync(cluster, message.Source, SourceState.Failed, error, cancellation);
        }

        return new RefusedRevision(message.Source, [.. told.OrderBy(static cluster => cluster.ToString(), StringComparer.Ordinal)]);
    }

    private static IEnumerable<ClusterKey> Described(GitOpsMessage message) => message.Clusters ?? (message.Manifest is { } manifest
        ? ManifestReader.ListClusters(new ManifestInput { Files = manifest.Files, Variables = manifest.Variables ?? new Dictionary<string, string>(StringComparer.Ordinal) }).Clusters
        : []);

    /// <summary>What can be read of a message that is wrong; null when not even its source can.</summary>
    private static GitOpsMessage? ReadLoosely(string text)
    {
        try
        {
            var json = JsonNode.Parse(text) as JsonObject;
            return json?["source"].Deserialize<SourceRevision>(ContractJson.Options) is not { Repository: not null, Path: not null } source ? null : new GitOpsMessage
            {
                Source = source with { Repository = RepositoryAddress.WithoutUser(source.Repository) },
                Action = GitOpsAction.Apply,
                Manifest = Part<GitOpsManifest>(json["manifest"]) is { Files: { } files } manifest && files.All(static f => f is { Name: not null, Content: not null }) ? manifest : null,
                Clusters = Part<IReadOnlyList<ClusterKey>>(json["clusters"]) is { } clusters && clusters.All(static c => c is { Namespace.Length: > 0, Name.Length: > 0 }) ? clusters : null,
            };
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static T? Part<T>(JsonNode? node)
        where T : class
    {
        try
        {
            return node.Deserialize<T>(ContractJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
