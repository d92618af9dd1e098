using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Simulator.Machines.UserData;

namespace Orchestrator.Simulator.Machines.Kubeadm;

/// <summary>How a joining machine finds its cluster and proves that it may join: a bootstrap token, or a kubeconfig file.</summary>
/// <param name="Token">What the kubelet shows for its certificate; null when the kubeconfig carries a client certificate.</param>
/// <param name="CertificateAuthority">The cluster's CA in PEM where the kubeconfig names it.</param>
internal sealed partial record JoinDiscovery(
    string Endpoint, string? Token, bool UsesToken, IReadOnlyList<string> CaCertHashes, bool SkipsCaVerification, string? CertificateAuthority, string? ClientCertificate)
{
    /// <exception cref="BootFailure">kubeadm would refuse the discovery section.</exception>
    public static JoinDiscovery From(JsonObject join, IReadOnlyDictionary<string, WrittenFile> files)
    {
        var discovery = join["discovery"] as JsonObject ?? throw new BootFailure("kubeadm: discovery: Invalid value: \"\": bootstrapToken or file must be set");
        return (discovery["bootstrapToken"], discovery["file"]) switch
        {
            (JsonObject token, null) => FromToken(token, discovery["tlsBootstrapToken"]?.ToString()),
            (null, JsonObject file) => FromFile(file, discovery["tlsBootstrapToken"]?.ToString(), files),
            _ => throw new BootFailure("kubeadm: discovery: exactly one of bootstrapToken and file must be set"),
        };
    }

    private static JoinDiscovery FromToken(JsonObject discovery, string? tlsToken)
    {
        var token = CheckToken(discovery["token"]?.ToString() ?? "");
        var hashes = (discovery["caCertHashes"] as JsonArray ?? []).Select(static hash => hash?.ToString() ?? "").ToList();
        var skips = discovery["unsafeSkipCAVerification"]?.ToString() is "true";
        if (hashes.Count == 0 && !skips)
        {
            throw new BootFailure("kubeadm: discovery.bootstrapToken: using token-based discovery without caCertHashes can be unsafe. Set unsafeSkipCAVerification as true in your kubeadm config file to bypass this check");
        }

        var endpoint = discovery["apiServerEndpoint"]?.ToString() is { Length: > 0 } given
            ? given : throw new BootFailure("kubeadm: discovery.bootstrapToken.apiServerEndpoint must be set");
        return new JoinDiscovery(endpoint, tlsToken is { Length: > 0 } ? CheckToken(tlsToken) : token, true, hashes, skips, null, null);
    }

    private static JoinDiscovery FromFile(JsonObject discovery, string? tlsToken, IReadOnlyDictionary<string, WrittenFile> files)
    {
        var path = discovery["kubeConfigPath"]?.ToString() ?? "";
        if (!files.TryGetValue(path, out var file) || YamlDocuments.Parse(file.Content) is not [JsonObject kubeconfig])
        {
            throw new BootFailure($"kubeadm: discovery.file.kubeConfigPath: \"{path}\" is no kubeconfig on this machine");
        }

        var cluster = (kubeconfig["clusters"] as JsonArray)?.FirstOrDefault()?["cluster"];
        var user = (kubeconfig["users"] as JsonArray)?.FirstOrDefault()?["user"];
        var server = cluster?["server"]?.ToString() is { } url && Uri.TryCreate(url, UriKind.Absolute, out var uri)
            ? uri.Authority : throw new BootFailure($"kubeadm: {path}: the cluster has no server");
        return new JoinDiscovery(
            server, tlsToken ?? user?["token"]?.ToString(), false, [], false, Pem(cluster?["certificate-authority-data"]), Pem(user?["client-certificate-data"]));
    }

    private static string? Pem(JsonNode? base64) => base64 is null ? null : System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(base64.ToString()));

    private static string CheckToken(string token) => Token_().IsMatch(token)
        ? token : throw new BootFailure("kubeadm: the bootstrap token is invalid: it must have the form [a-z0-9]{6}.[a-z0-9]{16}");

    [GeneratedRegex(@"\A[a-z0-9]{6}\.[a-z0-9]{16}\z")]
    private static partial Regex Token_();
}
