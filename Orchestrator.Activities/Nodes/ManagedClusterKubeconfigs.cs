using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Nodes;

/// <summary>kubeconfigs of AKS clusters, as Azure hands them out; where the app reaches API servers through a proxy, they name it too.</summary>
public sealed class ManagedClusterKubeconfigs(IArmConnections connections, IConfiguration configuration)
{
    /// <exception cref="OrchestratorException">Azure refused.</exception>
    public async Task<string> GetAsync(ClusterSpec spec, KubeconfigOptions options, CancellationToken cancellation)
    {
        var arm = await connections.ForAsync(spec, cancellation).ConfigureAwait(false);
        var isUser = options.ForUser || spec.ManagedCluster!.Body["properties"]?["disableLocalAccounts"] is JsonValue flag && flag.GetValue<bool>();
        string[] query = [.. isUser ? ["format=exec"] : Array.Empty<string>(), .. options.PublicName ? ["server-fqdn=public"] : Array.Empty<string>()];
        var answer = await arm.PostAsync(
            ManagedClusterIds.Cluster(spec), isUser ? "listClusterUserCredential" : "listClusterAdminCredential", body: null, $"kubeconfig {spec.Key}", cancellation,
            query: query.Length == 0 ? null : string.Join('&', query)).ConfigureAwait(false);
        if (answer.Error is not null)
        {
            throw new OrchestratorException(answer.Error);
        }

        return (answer.Resource?["kubeconfigs"] as JsonArray)?.OfType<JsonObject>().Select(static k => (string?)k["value"]).FirstOrDefault() is { } encoded
            ? KubeconfigProxy.Add(Encoding.UTF8.GetString(Convert.FromBase64String(encoded)), KubernetesTransport.ProxyUrl(configuration))
            : throw new OrchestratorException(ErrorCatalog.NotInitialized.With(target: spec.Key.ToString()));
    }
}
