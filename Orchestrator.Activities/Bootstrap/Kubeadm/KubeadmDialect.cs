using System.Text.Json.Nodes;
using NuGet.Versioning;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Bootstrap.Kubeadm;

/// <summary>
/// Turns configurations as manifests write them (Cluster API's, close to v1beta3) into those that one kubeadm version reads:
/// v1beta3 before 1.31, v1beta4 from then on.
/// </summary>
internal sealed class KubeadmDialect(SemanticVersion version)
{
    private static readonly string[] Components = ["apiServer", "controllerManager", "scheduler"];
    private readonly bool _isV1Beta4 = version.IsAtLeast(1, 31);

    public string ApiVersion => _isV1Beta4 ? "kubeadm.k8s.io/v1beta4" : "kubeadm.k8s.io/v1beta3";

    public JsonObject Cluster(JsonObject configuration)
    {
        foreach (var component in Components.Select(name => configuration[name]).Append(configuration["etcd"]?["local"]).OfType<JsonObject>())
        {
            ConvertArguments(component, "extraArgs");
            CheckEnvironment(component);
        }

        if (_isV1Beta4)
        {
            (configuration["apiServer"] as JsonObject)?.Remove("timeoutForControlPlane");
        }

        return WithKind(configuration, "ClusterConfiguration");
    }

    public JsonObject Init(JsonObject configuration, JsonNode? timeoutForControlPlane)
    {
        ConvertArguments(configuration["nodeRegistration"], "kubeletExtraArgs");
        SetTimeout(configuration, "controlPlaneComponentHealthCheck", timeoutForControlPlane);
        return WithKind(configuration, "InitConfiguration");
    }

    public JsonObject Join(JsonObject configuration, JsonNode? timeoutForControlPlane)
    {
        ConvertArguments(configuration["nodeRegistration"], "kubeletExtraArgs");
        SetTimeout(configuration, "controlPlaneComponentHealthCheck", timeoutForControlPlane);
        if (_isV1Beta4 && configuration["discovery"] is JsonObject discovery && discovery["timeout"] is { } timeout)
        {
            discovery.Remove("timeout");
            SetTimeout(configuration, "discovery", timeout);
        }

        return WithKind(configuration, "JoinConfiguration");
    }

    private JsonObject WithKind(JsonObject configuration, string kind)
    {
        configuration["apiVersion"] = ApiVersion;
        configuration["kind"] = kind;
        return SortedJson.Of(configuration);
    }

    private void ConvertArguments(JsonNode? owner, string field)
    {
        if (_isV1Beta4 && owner?[field] is JsonObject map)
        {
            owner[field] = new JsonArray([.. map.OrderBy(static argument => argument.Key, StringComparer.Ordinal)
                .Select(static argument => new JsonObject { ["name"] = argument.Key, ["value"] = argument.Value?.DeepClone() })]);
        }
    }

    private void CheckEnvironment(JsonObject component)
    {
        if (!_isV1Beta4 && component["extraEnvs"] is JsonArray { Count: > 0 })
        {
            throw new OrchestratorException(ErrorCatalog.UnsupportedFeature.With(
                $"extraEnvs of kubeadm's components need Kubernetes 1.31; this cluster has {version}.", component.GetPath()));
        }
    }

    private void SetTimeout(JsonObject configuration, string name, JsonNode? value)
    {
        if (!_isV1Beta4 || value is null)
        {
            return;
        }

        if (configuration["timeouts"] is not JsonObject timeouts)
        {
            configuration["timeouts"] = timeouts = [];
        }

        timeouts[name] ??= value.DeepClone();
    }
}
