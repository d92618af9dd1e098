using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Bootstrap;

/// <summary>Where a cluster's API is reached.</summary>
internal static class ControlPlaneEndpoint
{
    /// <summary>The URL without a path; its authority always names the port.</summary>
    public static (Uri Url, string Authority) Of(ClusterSpec spec)
    {
        var host = spec.ClusterNetwork.ControlPlaneHost;
        var authority = host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[')
            ? $"[{host}]:{spec.ClusterNetwork.ControlPlanePort}"
            : $"{host}:{spec.ClusterNetwork.ControlPlanePort}";
        return (new Uri($"https://{authority}/"), authority);
    }
}
