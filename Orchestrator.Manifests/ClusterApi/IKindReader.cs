using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

/// <summary>Reads the documents of one kind.</summary>
internal interface IKindReader
{
    /// <summary>Such as <c>cluster.x-k8s.io</c>; empty for the core group.</summary>
    string ApiGroup { get; }

    string ApiVersion { get; }

    string Kind { get; }

    ManifestObject Read(ObjectReader root, ObjectMeta meta);
}
