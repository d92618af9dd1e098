using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Orchestrator.Activities.Bootstrap;
using Orchestrator.Activities.Bootstrap.Pki;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Nodes;

public sealed class Kubeconfigs(IClusterStore store, IClusterKeys keys, CertificateFactory certificates, ManagedClusterKubeconfigs managed, IConfiguration configuration) : IKubeconfigs
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    public async Task<string> GetAsync(ClusterSpec spec, CancellationToken cancellation, KubeconfigOptions? options = null)
    {
        if (spec.ManagedCluster is not null)
        {
            return await managed.GetAsync(spec, options ?? new KubeconfigOptions(), cancellation);
        }

        if (options is { ForUser: true } or { PublicName: true })
        {
            throw new OrchestratorException(ErrorCatalog.InvalidRequestBody.With($"Cluster {spec.Key} is no AKS cluster: it has its administrator's kubeconfig only.", spec.Key.ToString(), "Ask for it without options."));
        }

        var authority = await keys.FindAuthorityAsync(spec.Key, cancellation);
        if (authority is null || await store.FindAsync(spec.Key, cancellation) is not { ControlPlaneInitialized: true })
        {
            throw new OrchestratorException(ErrorCatalog.NotInitialized.With(target: spec.Key.ToString()));
        }

        var user = certificates.CreateClient(authority, "kubernetes-admin", "system:masters", Lifetime);
        return YamlText.Write(Document(spec, authority, user));
    }

    private JsonObject Document(ClusterSpec spec, KeyPair authority, KeyPair user)
    {
        var name = spec.Key.Name;
        var cluster = new JsonObject
        {
            ["server"] = $"https://{ControlPlaneEndpoint.Of(spec).Authority}",
            ["certificate-authority-data"] = Data(authority.PublicPem),
        };
        if (KubernetesTransport.ProxyUrl(configuration) is { } proxy)
        {
            cluster["proxy-url"] = proxy;
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["clusters"] = new JsonArray(new JsonObject { ["name"] = name, ["cluster"] = cluster }),
            ["users"] = new JsonArray(new JsonObject
            {
                ["name"] = $"{name}-admin",
                ["user"] = new JsonObject { ["client-certificate-data"] = Data(user.PublicPem), ["client-key-data"] = Data(user.PrivatePem) },
            }),
            ["contexts"] = new JsonArray(new JsonObject
            {
                ["name"] = $"{name}-admin@{name}",
                ["context"] = new JsonObject { ["cluster"] = name, ["user"] = $"{name}-admin" },
            }),
            ["current-context"] = $"{name}-admin@{name}",
        };
    }

    private static string Data(string pem) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));
}
