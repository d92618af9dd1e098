using System.Text.Json;
using Orchestrator.Activities.State;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.SubscriptionEvents;

namespace Orchestrator.Activities.SubscriptionEvents;

/// <summary>Settings of subscriptions' events. An endpoint's address has its key in it, so it lies with the secrets.</summary>
public sealed class SubscriptionEventsStore(IDocumentStore documents, ISecretStore secrets)
{
    private const string Endpoint = "event-endpoint";

    public async Task<EventsSettings?> FindAsync(string subscription, CancellationToken cancellation) =>
        await documents.ReadAsync(KeyOf(subscription), cancellation).ConfigureAwait(false) is { } stored
            ? JsonSerializer.Deserialize<EventsSettings>(stored.Content, ContractJson.Options)
            : null;

    public Task<string?> FindEndpointAsync(string subscription, CancellationToken cancellation) => secrets.FindAsync(SecretsOf(subscription), Endpoint, cancellation);

    /// <param name="subscription">Its id.</param>
    /// <param name="settings">Where its events go.</param>
    /// <param name="endpoint">The whole address; null with a Function app.</param>
    /// <param name="cancellation">Stops the writes.</param>
    public async Task SaveAsync(string subscription, EventsSettings settings, string? endpoint, CancellationToken cancellation)
    {
        if (endpoint is not null)
        {
            await secrets.SetAsync(SecretsOf(subscription), Endpoint, endpoint, cancellation).ConfigureAwait(false);
        }

        await documents.WriteAsync(KeyOf(subscription), JsonSerializer.SerializeToUtf8Bytes(settings, ContractJson.Options), cancellation).ConfigureAwait(false);
    }

    public async Task RemoveAsync(string subscription, CancellationToken cancellation)
    {
        await documents.TryDeleteAsync(KeyOf(subscription), expectedETag: null, cancellation).ConfigureAwait(false);
        await secrets.RemoveAllAsync(SecretsOf(subscription), cancellation).ConfigureAwait(false);
    }

    private static string KeyOf(string subscription) => DocumentKey.Of("subscription-events", subscription.ToLowerInvariant());

    /// <summary>No cluster can have this key: a namespace has no capital letter.</summary>
    private static ClusterKey SecretsOf(string subscription) => new("Events", subscription.ToLowerInvariant());
}
