using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Functions.Operations;

/// <summary>SHA-256 of a spec's JSON: two specs with the same hash ask for the same.</summary>
internal static class SpecHash
{
    public static string Of(ClusterSpec spec) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(spec, ContractJson.Options)));
}
