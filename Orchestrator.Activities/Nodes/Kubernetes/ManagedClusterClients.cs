using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using YamlDotNet.RepresentationModel;

namespace Orchestrator.Activities.Nodes.Kubernetes;

/// <summary>
/// Connections to AKS clusters as their administrator, for as long as the credential that Azure handed out does: asking for it is a call to Azure. Kept in memory, written nowhere.
/// </summary>
public sealed class ManagedClusterClients(ManagedClusterKubeconfigs kubeconfigs, IKubernetesTransport transport, TimeProvider time)
{
    /// <summary>Clusters may get other certificates, or lose their local accounts.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly ConcurrentDictionary<ClusterKey, (KubernetesClient Client, DateTimeOffset RenewAt)> _known = new();

    /// <exception cref="OrchestratorException">Azure refused, or the kubeconfig has no administrator's certificate.</exception>
    public async Task<KubernetesClient> GetAsync(ClusterSpec spec, CancellationToken cancellation)
    {
        if (_known.TryGetValue(spec.Key, out var known) && time.GetUtcNow() < known.RenewAt)
        {
            return known.Client;
        }

        var client = Connect(spec, await kubeconfigs.GetAsync(spec, new KubeconfigOptions(), cancellation).ConfigureAwait(false));
        _known[spec.Key] = (client, time.GetUtcNow() + Lifetime);
        return client;
    }

    /// <summary>There is a connection from before.</summary>
    public bool Keeps(ClusterKey cluster) => _known.ContainsKey(cluster);

    /// <summary>The next connection asks Azure anew.</summary>
    public void Forget(ClusterKey cluster) => _known.TryRemove(cluster, out _);

    private KubernetesClient Connect(ClusterSpec spec, string kubeconfig)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(kubeconfig));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        var (cluster, user) = (root["clusters"][0]["cluster"], (YamlMappingNode)root["users"][0]["user"]);
        if (!user.Children.ContainsKey("client-certificate-data"))
        {
            throw new OrchestratorException(ErrorCatalog.KubernetesRefused.With($"The local accounts of {spec.Key} are disabled.", spec.Key.ToString()));
        }

        var certificate = X509Certificate2.CreateFromPem(Decode(user["client-certificate-data"]), Decode(user["client-key-data"]));
        var trust = new X509Certificate2Collection();
        trust.ImportFromPem(Decode(cluster["certificate-authority-data"]));
        return new KubernetesClient(new Uri($"{cluster["server"]}".TrimEnd('/') + "/"), transport.CreateHandler(spec, certificate, trust), time);
    }

    private static string Decode(YamlNode data) => Encoding.UTF8.GetString(Convert.FromBase64String(data.ToString()));
}
