using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Orchestrator.Activities.State.Identities;

internal static class IdentitySecretsExtensions
{
    /// <summary>Registers the sources that are configured, in the order in which they are asked. A second call adds nothing.</summary>
    public static IServiceCollection AddIdentitySecrets(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(static service => service.ServiceType == typeof(IdentitySecrets)))
        {
            return services;
        }

        services.AddSingleton<ISecretSource, AppliedSecrets>();
        if (configuration["Orchestrator:Secrets:File"] is { Length: > 0 } file)
        {
            services.AddSingleton<ISecretSource>(new SecretsFile(file));
        }

        if (configuration["Orchestrator:Secrets:KeyVaultUri"] is { Length: > 0 } vault)
        {
            services.AddSingleton<ISecretSource>(new KeyVaultSecrets(new SecretClient(new Uri(vault), new DefaultAzureCredential())));
        }

        services.AddSingleton<ISecretSource>(new ConfiguredSecrets(configuration));
        return services.AddSingleton<IdentitySecrets>();
    }
}
