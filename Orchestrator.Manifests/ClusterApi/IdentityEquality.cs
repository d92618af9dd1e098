using System.Text.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.ClusterApi;

internal static class IdentityEquality
{
    // Records compare their lists by reference; the contract's JSON compares what they say.
    public static bool Same(IdentitySpec a, IdentitySpec b) =>
        string.Equals(JsonSerializer.Serialize(a, ContractJson.Options), JsonSerializer.Serialize(b, ContractJson.Options), StringComparison.Ordinal);
}
