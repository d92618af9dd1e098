using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Nodes.Kubernetes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Determinism.Chance;

namespace Orchestrator.Activities.Bootstrap;

public sealed class BootstrapTokens(IKubernetesClients clients, TimeProvider time, Randomness randomness) : IBootstrapTokens
{
    private const string Path = "api/v1/namespaces/kube-system/secrets";
    private const int Attempts = 3;

    // Long enough for a throttled PUT, a slow allocation, the boot and kubeadm's own retries (a pool may take 30 minutes), and as much again;
    // no longer, because user data can be read on the machine. Every write of a model brings a new one, which lives on while its pool grows.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public async Task<string> CreateAsync(ClusterSpec spec, CancellationToken cancellation)
    {
        var client = await clients.GetAsync(spec, cancellation);
        for (var attempt = 1; ; attempt++)
        {
            var id = randomness.NextString(6);
            var secret = randomness.NextString(16);
            var response = await client.PostAsync(Path, Secret(id, secret), cancellation);

            // The id is short: another machine's token may have it.
            if (response.StatusCode != 409 || attempt == Attempts)
            {
                response.Expect("create a bootstrap token");
                return $"{id}.{secret}";
            }
        }
    }

    public async Task RenewAsync(ClusterSpec spec, string token, CancellationToken cancellation)
    {
        var client = await clients.GetAsync(spec, cancellation);
        var (id, secret) = (token[..token.IndexOf('.', StringComparison.Ordinal)], token[(token.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        var patch = new JsonObject { ["data"] = new JsonObject { ["expiration"] = Expiration() } };
        var response = await client.PatchAsync($"{Path}/bootstrap-token-{id}", patch, cancellation);
        if (response.StatusCode == 404)
        {
            // The cluster removes tokens that have run out.
            response = await client.PostAsync(Path, Secret(id, secret), cancellation);
        }

        response.Expect("renew a bootstrap token");
    }

    private string Expiration() => Data((time.GetUtcNow() + Lifetime).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));

    private JsonObject Secret(string id, string secret) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["type"] = "bootstrap.kubernetes.io/token",
        ["metadata"] = new JsonObject { ["name"] = $"bootstrap-token-{id}", ["namespace"] = "kube-system" },
        ["data"] = new JsonObject
        {
            ["token-id"] = Data(id),
            ["token-secret"] = Data(secret),
            ["expiration"] = Expiration(),
            ["usage-bootstrap-authentication"] = Data("true"),
            ["usage-bootstrap-signing"] = Data("true"),
            ["auth-extra-groups"] = Data("system:bootstrappers:kubeadm:default-node-token"),
        },
    };

    private static string Data(string value) => Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
}
