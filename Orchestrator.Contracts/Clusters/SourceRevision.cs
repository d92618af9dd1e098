using System.Text.Json.Serialization;

namespace Orchestrator.Contracts.Clusters;

/// <summary>One revision of one source of manifests.</summary>
public sealed record SourceRevision
{
    /// <summary>Address of the git repository, without credentials.</summary>
    public required string Repository { get; init; }

    /// <summary>Folder of the repository that is the source; "." is all of it.</summary>
    public required string Path { get; init; }

    /// <summary>The full commit id.</summary>
    public required string Revision { get; init; }

    /// <summary>How many first-parent commits lead up to the revision, itself included: it grows with each revision, and orders them.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset CommitTime { get; init; }

    /// <summary>The source without the revision, however its address was written: <c>https://host/Org/Repo.git/</c> is <c>https://host/org/repo</c>.</summary>
    [JsonIgnore]
    public string SourceName
    {
        get
        {
            var repository = Repository.TrimEnd('/');
            repository = repository.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? repository[..^".git".Length] : repository;
            var path = Path.Trim('/');
            return $"{repository.ToLowerInvariant()}//{(path.Length == 0 ? "." : path)}";
        }
    }

    public bool IsSameSource(SourceRevision other) => string.Equals(SourceName, other.SourceName, StringComparison.Ordinal);
}
