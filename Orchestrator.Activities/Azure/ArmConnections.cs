using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Azure;

/// <summary>One client for each identity and cloud, kept: tokens and connections are shared by all clusters of the identity.</summary>
internal sealed class ArmConnections(ArmOptions options, HttpPipelineTransport transport, IdentityCredentials credentials) : IArmConnections
{
    private readonly ConcurrentDictionary<string, ArmConnection> _connections = new(StringComparer.Ordinal);

    public async Task<ArmConnection> ForAsync(ClusterSpec spec, CancellationToken cancellation)
    {
        var key = options.Credential == ArmOptions.SimulatedCredential
            ? spec.Environment
            : $"{spec.Environment} {JsonSerializer.Serialize(spec.Identity, ContractJson.Options)}";
        if (_connections.TryGetValue(key, out var known))
        {
            return known;
        }

        TokenCredential credential = options.Credential == ArmOptions.SimulatedCredential
            ? new StaticTokenCredential()
            : await credentials.ForAsync(spec.Identity, cancellation).ConfigureAwait(false);
        return _connections.GetOrAdd(key, new ArmConnection(new ArmClient(credential, spec.SubscriptionId, ClientOptions(spec.Environment))));
    }

    private ArmClientOptions ClientOptions(string environment)
    {
        var cloud = EnvironmentOf(environment);
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

    private static ArmEnvironment EnvironmentOf(string name) => name switch
    {
        "AzureUSGovernmentCloud" => ArmEnvironment.AzureGovernment,
        "AzureChinaCloud" => ArmEnvironment.AzureChina,
        _ => ArmEnvironment.AzurePublicCloud,
    };
}
