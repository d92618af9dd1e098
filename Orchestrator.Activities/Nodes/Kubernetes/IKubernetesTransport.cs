using System.Security.Cryptography.X509Certificates;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Nodes.Kubernetes;

/// <summary>How requests reach the API server of a cluster; replaced where there is no network between.</summary>
public interface IKubernetesTransport
{
    /// <summary>A handler that shows <paramref name="client"/> and believes only servers that <paramref name="trust"/> vouches for. WebSocket handshakes go through it too.</summary>
    HttpMessageHandler CreateHandler(ClusterSpec spec, X509Certificate2 client, X509Certificate2Collection trust);
}
