using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrator.Activities.State;
using Orchestrator.Determinism.Chance;

namespace Orchestrator.Activities;

/// <summary>Registers the state stores and everything that speaks to Azure. Whatever is already registered stays.</summary>
public static class AzureActivitiesExtensions
{
    private const string StateContainer = "orchestrator-state";

    public static IServiceCollection AddAzureActivities(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(provider => CreateDocumentStore(configuration, provider.GetRequiredService<Randomness>()));
        services.TryAddSingleton<IClusterStore, ClusterStore>();
        services.TryAddSingleton<ISecretStore, SecretStore>();
        services.TryAddSingleton<IResourceIndex, ResourceIndex>();
        return services;
    }

    private static IDocumentStore CreateDocumentStore(IConfiguration configuration, Randomness randomness)
    {
        if (configuration["Orchestrator:State:Folder"] is { Length: > 0 } folder)
        {
            return new FolderDocumentStore(folder, randomness);
        }

        if (configuration["Orchestrator:State:BlobServiceUri"] is { Length: > 0 } service)
        {
            return new BlobDocumentStore(new BlobServiceClient(new Uri(service), new DefaultAzureCredential()).GetBlobContainerClient(StateContainer));
        }

        return configuration["AzureWebJobsStorage"] is { Length: > 0 } connection
            ? new BlobDocumentStore(new BlobContainerClient(connection, StateContainer))
            : throw new InvalidOperationException(
                "No place for the state is configured: set Orchestrator:State:Folder, Orchestrator:State:BlobServiceUri or AzureWebJobsStorage.");
    }
}
