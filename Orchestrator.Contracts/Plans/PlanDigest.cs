using System.Security.Cryptography;
using System.Text.Json;

namespace Orchestrator.Contracts.Plans;

/// <summary>One text that stands for all that a plan would do: two plans with the same digest do the same.</summary>
public static class PlanDigest
{
    /// <summary>SHA-256 in lower-case hexadecimal over the plan's JSON without its summary.</summary>
    public static string Of(ClusterPlan plan) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { plan.Cluster, plan.Generation, plan.Kind, plan.Nodes }, ContractJson.Options)));
}
