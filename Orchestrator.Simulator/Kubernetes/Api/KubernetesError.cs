using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>A refusal, as the Status object that Kubernetes answers.</summary>
internal sealed class KubernetesError(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    public ApiResponse ToResponse()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Failure", ["message"] = Message, ["reason"] = reason,
        };
        if (details is not null)
        {
            status["details"] = details.DeepClone();
        }

        status["code"] = code;
        return new ApiResponse(code, status.ToJsonString());
    }

    public static KubernetesError NotFound(string resource, string name) => new(404, "NotFound", $"{resource} \"{name}\" not found", Details(resource, name));

    public static KubernetesError NoSuchPath() => new(404, "NotFound", "the server could not find the requested resource", new JsonObject());

    public static KubernetesError AlreadyExists(string resource, string name) => new(409, "AlreadyExists", $"{resource} \"{name}\" already exists", Details(resource, name));

    public static KubernetesError Conflict(string resource, string name) => new(409, "Conflict",
        $"Operation cannot be fulfilled on {resource} \"{name}\": the object has been modified; please apply your changes to the latest version and try again", Details(resource, name));

    public static KubernetesError Invalid(string kind, string name, string field, string problem) => new(422, "Invalid",
        $"{kind} \"{name}\" is invalid: {field}: {problem}", Details(kind, name, new JsonObject { ["reason"] = "FieldValueInvalid", ["message"] = problem, ["field"] = field }));

    public static KubernetesError BadRequest(string message) => new(400, "BadRequest", message);

    public static KubernetesError Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static KubernetesError Forbidden(string message, string resource, string name) => new(403, "Forbidden", message, Details(resource, name));

    public static KubernetesError Expired(long version, long oldest) => new(410, "Expired", $"too old resource version: {version} ({oldest})");

    public static KubernetesError MethodNotAllowed() => new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");

    public static KubernetesError UnsupportedMediaType(string type) => new(415, "UnsupportedMediaType",
        $"the body of the request was in an unknown format - accepted media types include: application/json, application/yaml (got {type})");

    public static KubernetesError Unavailable() => new(503, "ServiceUnavailable", "etcdserver: no leader");

    public static KubernetesError DisruptionNotAllowed(string budget, int desired, int current) => new(429, "TooManyRequests",
        "Cannot evict pod as it would violate the pod's disruption budget.",
        new JsonObject
        {
            ["causes"] = new JsonArray(new JsonObject
            {
                ["reason"] = "DisruptionBudget", ["message"] = $"The disruption budget {budget} needs {desired} healthy pods and has {current} currently",
            }),
        });

    private static JsonObject Details(string kind, string name, JsonObject? cause = null)
    {
        var details = new JsonObject { ["name"] = name, ["kind"] = kind.Split('.')[0] };
        if (kind.Contains('.', StringComparison.Ordinal))
        {
            details["group"] = kind[(kind.IndexOf('.') + 1)..];
        }

        if (cause is not null)
        {
            details["causes"] = new JsonArray(cause);
        }

        return details;
    }
}
