using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrator.Activities.Bootstrap;
using Orchestrator.Activities.Bootstrap.CloudProvider;
using Orchestrator.Activities.Bootstrap.Pki;
using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.Nodes.Etcd;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Activities.State.Identities;

namespace Orchestrator.Activities;

/// <summary>Registers bootstrap and everything that speaks to the Kubernetes APIs of clusters. Whatever is already registered stays.</summary>
public static class NodeActivitiesExtensions
{
    public static IServiceCollection AddNodeActivities(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(configuration);
        services.TryAddSingleton<CertificateFactory>();
        services.TryAddSingleton<IClusterKeys, ClusterKeys>();
        services.AddIdentitySecrets(configuration);
        services.TryAddSingleton<NodeCredentials>();
        services.TryAddSingleton<FileSecrets>();
        services.TryAddSingleton<IBootstrapTokens, BootstrapTokens>();
        services.TryAddSingleton<IMachineBootstrap, MachineBootstrap>();
        services.TryAddSingleton<IKubernetesTransport, KubernetesTransport>();
        services.TryAddSingleton<IKubernetesClients, KubernetesClients>();
        services.TryAddSingleton(MachineHealthOptions.From(configuration));
        services.TryAddSingleton<PodExec>();
        services.TryAddSingleton<IEtcdMembers, EtcdMembers>();
        services.TryAddSingleton<ClusterConnections>();
        services.TryAddSingleton<ManagedClusterKubeconfigs>();
        services.TryAddSingleton<IKubeconfigs, Kubeconfigs>();
        return services;
    }
}
