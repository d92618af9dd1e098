using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Defaults;

/// <summary>The image of a machine whose manifest names none.</summary>
public static class DefaultImages
{
    public const string Gallery = "ClusterAPI-f72ceb4f-5159-4c26-a0fe-2ea738f0d019";
    public const string LinuxImage = "capi-ubun2-2404";

    /// <summary>
    /// The community gallery's image of the version. CAPZ has a fixed table of marketplace images for some versions up to 1.30.3;
    /// without that table the gallery is right for all.
    /// </summary>
    public static ImageSpec For(string kubernetesVersion) =>
        new() { Gallery = new GalleryImageSpec(Gallery, LinuxImage, kubernetesVersion.TrimStart('v')) };
}
