using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

/// <summary>A Namespace matters for its labels: identities select by them.</summary>
internal sealed class NamespaceReader : IKindReader
{
    public string ApiGroup => string.Empty;

    public string ApiVersion => "v1";

    public string Kind => "Namespace";

    public ManifestObject Read(ObjectReader root, ObjectMeta meta)
    {
        root.Ignore("spec", "status");
        return new NamespaceManifest(meta, root.Context.Origins);
    }
}
