using System.Text.Json.Serialization;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.GitOps;

/// <summary>A revision of which something was told, or is to be.</summary>
/// <param name="Source">The revision.</param>
/// <param name="End">Id of the outcome that it ended with, the newest; null: it was only taken up.</param>
public sealed record HeardRevision(SourceRevision Source, string? End)
{
    [JsonIgnore]
    public bool HasEnded => End is not null;

    public bool IsOf(SourceRevision revision) => Source.IsSameSource(revision) && string.Equals(Source.Revision, revision.Revision, StringComparison.OrdinalIgnoreCase);
}
