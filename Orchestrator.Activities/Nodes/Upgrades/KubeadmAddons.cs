using System.Text.Json.Nodes;
using NuGet.Versioning;
using Orchestrator.Activities.Bootstrap.Kubeadm;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Nodes.Upgrades;

/// <summary>kube-proxy and CoreDNS as kubeadm of the cluster's version would have them. Clusters that run without one of them keep doing so.</summary>
internal sealed class KubeadmAddons(KubernetesClient client, ClusterSpec spec)
{
    private const string DefaultRepository = "registry.k8s.io";

    /// <summary>kubeadm's CoreDNS for each minor. kubeadm's own Corefile reads the same from 1.8 to 1.14, so the image is all that changes.</summary>
    private static readonly SortedDictionary<int, string> CoreDnsVersions = new()
    {
        [24] = "v1.8.6", [25] = "v1.9.3", [27] = "v1.10.1", [29] = "v1.11.1", [31] = "v1.11.3", [33] = "v1.12.0", [34] = "v1.12.1", [35] = "v1.13.1", [36] = "v1.14.2",
    };

    private JsonNode? Configuration => spec.ControlPlane.Kubeadm.ClusterConfiguration;

    private string Repository => Configuration?["imageRepository"]?.ToString() ?? DefaultRepository;

    public async Task EnsureAsync(CancellationToken cancellation)
    {
        var version = spec.ControlPlane.Version;
        await SetImageAsync("apis/apps/v1/namespaces/kube-system/daemonsets/kube-proxy", "kube-proxy", _ => $"{Repository}/kube-proxy:{version}", cancellation);
        await SetImageAsync("apis/apps/v1/namespaces/kube-system/deployments/coredns", "coredns", CoreDnsImage, cancellation);
    }

    private async Task SetImageAsync(string path, string container, Func<string, string> wanted, CancellationToken cancellation)
    {
        if (await client.FindAsync(path, cancellation) is not { } workload
            || (workload["spec"]?["template"]?["spec"]?["containers"] as JsonArray)?.FirstOrDefault(item => item?["name"]?.ToString() == container) is not JsonObject found)
        {
            return;
        }

        var before = found["image"]?.ToString() ?? "";
        var after = wanted(before);
        if (after != before)
        {
            found["image"] = after;
            (await client.PutAsync(path, workload, cancellation)).Expect($"update {container}");
        }
    }

    /// <summary>The manifest's tag where it has one; else kubeadm's, unless somebody has gone further already: CoreDNS never goes back.</summary>
    private string CoreDnsImage(string before)
    {
        var dns = Configuration?["dns"];
        var repository = dns?["imageRepository"]?.ToString() ?? (Repository == DefaultRepository ? $"{DefaultRepository}/coredns" : Repository);
        if (dns?["imageTag"]?.ToString() is { Length: > 0 } tag)
        {
            return $"{repository}/coredns:{tag}";
        }

        var minor = KubernetesVersion.Parse(spec.ControlPlane.Version).Minor;
        var wanted = CoreDnsVersions.LastOrDefault(entry => entry.Key <= minor).Value;
        return wanted is null || VersionOf(before) is { } current && current >= KubernetesVersion.Parse(wanted) ? before : $"{repository}/coredns:{wanted}";
    }

    private static SemanticVersion? VersionOf(string image) => KubernetesVersion.TryParse(image[(image.LastIndexOf(':') + 1)..]);
}
