using System.Text.Json.Nodes;
using Orchestrator.Simulator.Machines.UserData;

namespace Orchestrator.Simulator.Machines.Kubeadm;

/// <summary>The documents of a kubeadm configuration file, checked as kubeadm's strict reader checks them where it decides whether a machine joins.</summary>
internal sealed record KubeadmDocuments(JsonObject? Cluster, JsonObject? Init, JsonObject? Join, JsonObject? Kubelet, JsonObject? KubeProxy)
{
    private static readonly KubernetesVersion FirstWithV1Beta4 = new(1, 31, 0);

    /// <exception cref="BootFailure">kubeadm of <paramref name="version"/> would refuse the file.</exception>
    public static KubeadmDocuments Parse(WrittenFile file, KubernetesVersion version)
    {
        var result = new KubeadmDocuments(null, null, null, null, null);
        foreach (var document in Documents(file))
        {
            result = result.With(document, file, version);
        }

        return result;
    }

    /// <summary>Extra arguments: a map of strings in v1beta3, a list of name and value in v1beta4.</summary>
    public static IReadOnlyDictionary<string, string> ExtraArgs(JsonNode? node, string apiVersion, string field)
    {
        var isList = apiVersion.EndsWith("v1beta4", StringComparison.Ordinal);
        return (node, isList) switch
        {
            (null, _) => new Dictionary<string, string>(StringComparer.Ordinal),
            (JsonArray list, true) => list.ToDictionary(item => Text(item?["name"], field), item => Text(item?["value"], field), StringComparer.Ordinal),
            (JsonObject map, false) => map.ToDictionary(static pair => pair.Key, pair => Text(pair.Value, $"{field}.{pair.Key}"), StringComparer.Ordinal),
            _ => throw new BootFailure($"kubeadm: json: cannot unmarshal into field {field} of {apiVersion}: want {(isList ? "a list of name and value" : "a map of strings")}"),
        };
    }

    /// <summary>A value that must be a string: YAML's unquoted numbers and booleans are refused, as by kubeadm.</summary>
    public static string Text(JsonNode? node, string field) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw new BootFailure($"kubeadm: json: cannot unmarshal {node?.GetValueKind().ToString().ToLowerInvariant() ?? "null"} into field {field} of type string"),
    };

    private static IEnumerable<JsonObject> Documents(WrittenFile file)
    {
        try
        {
            return YamlDocuments.Parse(file.Content).OfType<JsonObject>();
        }
        catch (FormatException problem)
        {
            throw new BootFailure($"kubeadm: error converting {file.Path} from YAML: {problem.Message}");
        }
    }

    private KubeadmDocuments With(JsonObject document, WrittenFile file, KubernetesVersion version)
    {
        var apiVersion = document["apiVersion"]?.ToString() ?? "";
        var kind = document["kind"]?.ToString() ?? "";
        if (apiVersion.StartsWith("kubeadm.k8s.io/", StringComparison.Ordinal))
        {
            CheckVersion(apiVersion, version);
        }

        return (apiVersion.Split('/')[0], kind) switch
        {
            ("kubeadm.k8s.io", "ClusterConfiguration") => this with { Cluster = Once(Cluster, document) },
            ("kubeadm.k8s.io", "InitConfiguration") => this with { Init = Once(Init, document) },
            ("kubeadm.k8s.io", "JoinConfiguration") => this with { Join = Once(Join, document) },
            ("kubelet.config.k8s.io", "KubeletConfiguration") => this with { Kubelet = Once(Kubelet, document) },
            ("kubeproxy.config.k8s.io", "KubeProxyConfiguration") => this with { KubeProxy = Once(KubeProxy, document) },
            _ => throw new BootFailure($"kubeadm: {file.Path}: no kind \"{kind}\" is registered for version \"{apiVersion}\""),
        };
    }

    private static JsonObject Once(JsonObject? before, JsonObject document) =>
        before is null ? document : throw new BootFailure($"kubeadm: kind \"{document["kind"]}\" is specified twice in config file");

    private static void CheckVersion(string apiVersion, KubernetesVersion version)
    {
        var isKnown = apiVersion switch
        {
            "kubeadm.k8s.io/v1beta3" => true,
            "kubeadm.k8s.io/v1beta4" => version.CompareTo(FirstWithV1Beta4) >= 0,
            _ => false,
        };
        if (!isKnown)
        {
            throw new BootFailure($"kubeadm: your configuration file uses the API spec \"{apiVersion}\", which kubeadm {version} does not know");
        }
    }
}
