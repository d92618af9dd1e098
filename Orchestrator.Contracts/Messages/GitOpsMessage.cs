using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Messages;

/// <summary>One change of a source, as a message of the queue <see cref="Queue"/>. Messages may come in any order and more than once.</summary>
public sealed record GitOpsMessage
{
    public const string Queue = "gitops-events";

    /// <summary>Messages that could not be carried out, each with its error.</summary>
    public const string PoisonQueue = "gitops-events-poison";

    /// <summary>CloudEvents of what became of clusters that have a source.</summary>
    public const string OutcomeQueue = "gitops-outcomes";

    public required SourceRevision Source { get; init; }

    public required GitOpsAction Action { get; init; }

    /// <summary>The manifest itself; to prune, as it last was. Either this or <see cref="ManifestUrl"/>.</summary>
    public GitOpsManifest? Manifest { get; init; }

    /// <summary>Where the JSON of a <see cref="GitOpsManifest"/> can be read, with https.</summary>
    public string? ManifestUrl { get; init; }

    /// <summary>SHA-256 of what <see cref="ManifestUrl"/> holds, in hexadecimal.</summary>
    public string? ManifestSha256 { get; init; }

    /// <summary>The clusters of the manifest that the message is about; without it, all of them.</summary>
    public IReadOnlyList<ClusterKey>? Clusters { get; init; }
}
