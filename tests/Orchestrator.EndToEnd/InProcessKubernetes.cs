using System.Security.Cryptography.X509Certificates;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Simulator;

namespace Orchestrator.EndToEnd;

/// <summary>The Kubernetes API of simulated clusters without sockets.</summary>
internal sealed class InProcessKubernetes(SimulatedAzure azure) : IKubernetesTransport
{
    public HttpMessageHandler CreateHandler(ClusterSpec spec, X509Certificate2 client, X509Certificate2Collection trust) => azure.CreateKubernetesHandler(client);
}
