using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Manifests;

namespace Orchestrator.Cli.GitOps;

/// <summary>One file at one commit, and the clusters that it describes.</summary>
/// <param name="Manifest">The file with the values of its variables.</param>
/// <param name="Clusters">As far as the file can be read.</param>
/// <param name="IsWhole">All of it could be read.</param>
public sealed record RevisionFile(GitOpsManifest Manifest, IReadOnlyList<ClusterKey> Clusters, bool IsWhole)
{
    public string Name => Manifest.Files[0].Name;

    public static RevisionFile Read(string name, string content, Func<IReadOnlyList<ManifestFile>, IReadOnlyDictionary<string, string>> variables)
    {
        ManifestFile[] files = [new ManifestFile(name, content)];
        var manifest = new GitOpsManifest { Files = files, Variables = variables(files) };
        var (clusters, isWhole) = ManifestReader.ListClusters(new ManifestInput { Files = files, Variables = manifest.Variables });
        return new RevisionFile(manifest, clusters, isWhole);
    }
}
