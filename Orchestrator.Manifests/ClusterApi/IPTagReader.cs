using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal static class IPTagReader
{
    /// <summary><c>ipTags</c> of a public IP.</summary>
    public static IReadOnlyList<IPTagSpec> Read(ObjectReader? publicIP) =>
        publicIP?.Objects("ipTags").Select(static tag => new IPTagSpec(tag.RequiredString("type"), tag.RequiredString("tag"))).ToList() ?? [];
}
