using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orchestrator.Activities.GitOps;

/// <summary>Registers what fetches manifests and tells outcomes. Whatever is already registered stays.</summary>
public static class GitOpsActivitiesExtensions
{
    public static IServiceCollection AddGitOpsActivities(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(GitOpsOptions.From(configuration));
        services.TryAddSingleton(static provider => GitOpsTransport.Create(provider.GetRequiredService<GitOpsOptions>()));
        services.TryAddSingleton<ManifestDownload>();
        services.TryAddSingleton<EventWebhook>();
        return services;
    }
}
