using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Tests.ManagedClusters;

/// <summary>What tests read of the manifest of an AKS cluster.</summary>
internal static class AksReading
{
    public static ClusterSpec Cluster(string manifest) => Reading.Cluster(Reading.Read(manifest));

    public static void AssertJson(string expected, JsonObject actual)
    {
        var wanted = JsonNode.Parse(expected)!;
        Assert.True(JsonNode.DeepEquals(wanted, JsonNode.Parse(actual.ToJsonString())), $"expected {wanted.ToJsonString()}\nbut was  {actual.ToJsonString()}");
    }
}
