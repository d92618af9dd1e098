using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrator.Activities.Nodes.Kubernetes;

namespace Orchestrator.Activities.Drift;

/// <summary>Registers what checks clusters for drift. Whatever is already registered stays.</summary>
public static class DriftActivitiesExtensions
{
    public static IServiceCollection AddDriftActivities(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(DriftOptions.From(configuration));
        services.TryAddSingleton<ManagedClusterClients>();
        services.TryAddSingleton<ManagedClusterChecks>();
        services.TryAddSingleton<DriftChecks>();
        services.TryAddSingleton<ResourceWrites>();
        return services;
    }
}
