using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Azure;

/// <summary>One client for each identity and cloud, kept: tokens and connections are shared by all clusters of the identity.</summary>
internal sealed class ArmConnections(ArmOptions options, HttpPipelineTransport transport, IdentityCredentials credentials, RequestBudget budget, ArmCalls calls, TimeProvider time) : IArmConnections
{
    private readonly ConcurrentDictionary<string, ArmSender> _senders = new(StringComparer.Ordinal);

    private static readonly IdentitySpec App = new() { Name = "app", Namespace = "", Type = IdentityType.None };

    public Task<ArmConnection> ForAsync(ClusterSpec spec, CancellationToken cancellation) =>
        ForAsync(spec.Identity, spec.SubscriptionId, spec.Environment, spec.Location, cancellation);

    public Task<ArmConnection> ForAppAsync(string subscriptionId, string environment, string location, CancellationToken cancellation) =>
        ForAsync(App, subscriptionId, environment, location, cancellation);

    private async Task<ArmConnection> ForAsync(IdentitySpec identity, string subscriptionId, string environment, string location, CancellationToken cancellation)
    {
        var key = options.Credential == ArmOptions.SimulatedCredential
            ? environment
            : $"{environment} {JsonSerializer.Serialize(identity, ContractJson.Options)}";
        if (_senders.TryGetValue(key, out var known))
        {
            return new ArmConnection(known, location);
        }

        var cloud = AzureCloud.Of(environment);
        TokenCredential credential = options.Credential == ArmOptions.SimulatedCredential
            ? new StaticTokenCredential()
            : await credentials.ForAsync(identity, cloud, cancellation).ConfigureAwait(false);

        // Its client keeps a token until its own clock says that it ends; what Azure rejects before that, or an old secret, is dropped with the client.
        var client = new ArmClient(credential, subscriptionId, ClientOptions(cloud.Environment));
        var sender = new ArmSender(client, key, budget, calls, time, rejected: () => _senders.TryRemove(key, out _));
        return new ArmConnection(_senders.GetOrAdd(key, sender), location);
    }

    private ArmClientOptions ClientOptions(ArmEnvironment cloud)
    {
        var client = new ArmClientOptions
        {
            Environment = options.ManagementEndpoint is { } endpoint ? new ArmEnvironment(endpoint, cloud.Audience) : cloud,
            Transport = transport,
        };

        // The orchestration retries, on durable timers, and honours Retry-After; a retry in here would sleep inside an activity.
        client.Retry.MaxRetries = 0;
        client.Diagnostics.ApplicationId = "orchestrator";
        return client;
    }
}
