using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>Bootstrap tokens: secrets <c>bootstrap-token-ID</c> in kube-system.</summary>
internal static class BootstrapTokens
{
    private const string NodeGroup = "system:bootstrappers:kubeadm:default-node-token";

    /// <summary>The groups of a token that may authenticate now; null and a reason when it may not.</summary>
    public static (IReadOnlyList<string>? Groups, string Reason) Check(SimulatedCluster cluster, string token)
    {
        var parts = token.Split('.');
        var key = ObjectKey.Of(ResourceTypes.Secrets, "kube-system", $"bootstrap-token-{parts[0]}");
        if (parts.Length != 2 || cluster.Objects.Get(key) is not { } secret)
        {
            return (null, $"could not find a JWS signature in the cluster-info ConfigMap for token ID \"{parts[0]}\"");
        }

        var data = secret.Value["data"] as JsonObject ?? [];
        if (secret.Value["type"]?.ToString() != "bootstrap.kubernetes.io/token" || Field(data, "token-id") != parts[0] || Field(data, "token-secret") != parts[1])
        {
            return (null, $"the bootstrap token \"{parts[0]}\" has another secret or type");
        }

        if (Field(data, "expiration") is { Length: > 0 } expiration
            && (!DateTimeOffset.TryParse(expiration, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) || end <= cluster.Time.GetUtcNow()))
        {
            return (null, $"the bootstrap token \"{parts[0]}\" expired at {expiration}");
        }

        return Field(data, "usage-bootstrap-authentication") == "true"
            ? (["system:bootstrappers", .. Field(data, "auth-extra-groups").Split(',', StringSplitOptions.RemoveEmptyEntries)], "")
            : (null, $"the bootstrap token \"{parts[0]}\" is not usable for authentication");
    }

    /// <summary>Why a machine could not join with this token; null when it can.</summary>
    public static string? RefusesJoin(SimulatedCluster cluster, string token, bool usesSignature)
    {
        var (groups, reason) = Check(cluster, token);
        if (groups is null)
        {
            return reason;
        }

        var secret = cluster.Objects.Get(ObjectKey.Of(ResourceTypes.Secrets, "kube-system", $"bootstrap-token-{token[..6]}"))!;
        if (usesSignature && Field(secret.Value["data"] as JsonObject ?? [], "usage-bootstrap-signing") != "true")
        {
            return $"could not find a JWS signature in the cluster-info ConfigMap for token ID \"{token[..6]}\"";
        }

        return groups.Contains(NodeGroup) ? null
            : $"the bootstrap token \"{token[..6]}\" lacks the group {NodeGroup}: cannot create a certificate signing request";
    }

    public static JsonObject Secret(string token, DateTimeOffset? expiration)
    {
        var data = new JsonObject
        {
            ["token-id"] = Encode(token[..6]),
            ["token-secret"] = Encode(token[7..]),
            ["usage-bootstrap-authentication"] = Encode("true"),
            ["usage-bootstrap-signing"] = Encode("true"),
            ["auth-extra-groups"] = Encode(NodeGroup),
        };
        if (expiration is { } end)
        {
            data["expiration"] = Encode(ObjectStore.Timestamp(end));
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = $"bootstrap-token-{token[..6]}", ["namespace"] = "kube-system" },
            ["type"] = "bootstrap.kubernetes.io/token",
            ["data"] = data,
        };
    }

    private static string Field(JsonObject data, string name)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(data[name]?.ToString() ?? ""));
        }
        catch (FormatException)
        {
            return "";
        }
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
