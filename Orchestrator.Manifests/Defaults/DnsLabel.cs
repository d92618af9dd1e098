using System.Text;

namespace Orchestrator.Manifests.Defaults;

/// <summary>The public name of the API server.</summary>
public static class DnsLabel
{
    /// <summary>Unique in the location: the cluster's name and the FNV-1a hash of subscription, resource group and public IP.</summary>
    public static string For(string cluster, string subscriptionId, string resourceGroup, string publicIPName)
    {
        var hash = Fnv32A($"{subscriptionId}/{resourceGroup}/{publicIPName}");
        return $"{cluster}-{hash:x}".ToLowerInvariant();
    }

    public static string Host(string label, string location, string environment) => $"{label}.{location}.{AzureClouds.DnsSuffix(environment)}".ToLowerInvariant();

    internal static uint Fnv32A(string text) => Encoding.UTF8.GetBytes(text).Aggregate(2166136261u, static (hash, b) => unchecked((hash ^ b) * 16777619u));
}
