using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Kubernetes.Objects;
using Orchestrator.Simulator.Machines.UserData;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>Bodies in JSON and YAML, and what each kind of patch makes of an object.</summary>
internal static class RequestBodies
{
    public static bool IsApply(string contentType) => contentType.StartsWith("application/apply-patch", StringComparison.Ordinal);

    /// <exception cref="KubernetesError">The body is neither JSON nor YAML, or broken.</exception>
    public static JsonNode Parse(ApiRequest request)
    {
        var mediaType = request.ContentType.Split(';')[0].Trim();
        if (mediaType is not ("" or "application/json" or "application/yaml" or "application/merge-patch+json" or "application/json-patch+json"
            or "application/strategic-merge-patch+json" or "application/apply-patch+yaml"))
        {
            throw KubernetesError.UnsupportedMediaType(mediaType);
        }

        try
        {
            var isYaml = mediaType.EndsWith("yaml", StringComparison.Ordinal) && !request.Body.AsSpan().TrimStart().StartsWith("{");
            return (isYaml ? YamlDocuments.Parse(request.Body).SingleOrDefault() : JsonNode.Parse(request.Body)) ?? throw KubernetesError.BadRequest("the request body is empty");
        }
        catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException)
        {
            throw KubernetesError.BadRequest($"couldn't read the request body: {problem.Message}");
        }
    }

    /// <summary>The object as the patch wants it.</summary>
    public static JsonObject Patched(ApiRequest request, StoredObject existing)
    {
        var patch = Parse(request);
        try
        {
            return (request.ContentType.Split(';')[0].Trim(), patch) switch
            {
                ("application/json-patch+json", JsonArray operations) => JsonPatch.Apply(existing.Value, operations),
                ("application/merge-patch+json", JsonObject merge) => MergePatch.Apply(existing.Value, merge),
                ("application/strategic-merge-patch+json" or "application/apply-patch+yaml", JsonObject merge) => MergePatch.ApplyStrategic(existing.Value, merge),
                ("application/json", _) => throw KubernetesError.UnsupportedMediaType("application/json"),
                _ => throw KubernetesError.BadRequest("the patch has the wrong form for its media type"),
            };
        }
        catch (FormatException problem)
        {
            throw new KubernetesError(422, "Invalid", $"the server rejected our request due to an error in our request: {problem.Message}");
        }
    }
}
