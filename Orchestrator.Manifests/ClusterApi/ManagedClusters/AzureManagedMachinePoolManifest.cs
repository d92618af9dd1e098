using System.Text.Json.Nodes;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi.ManagedClusters;

/// <summary>A typed pool of an AKS cluster as the properties of its ARM body.</summary>
internal sealed record AzureManagedMachinePoolManifest(ObjectMeta Meta, SpecOrigins Origins) : ManifestObject(Meta, Origins)
{
    /// <summary>Null: the document's own name.</summary>
    public string? Name { get; init; }

    /// <summary>The subnet of the cluster's virtual network; null: the first.</summary>
    public string? SubnetName { get; init; }

    public required JsonObject Properties { get; init; }
}
