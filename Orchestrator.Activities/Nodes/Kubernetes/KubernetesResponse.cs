using System.Text.Json.Nodes;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Nodes.Kubernetes;

/// <summary>An answer of the API server. <c>Body</c> is the object, or the Status that says why not; null when it is no JSON object.</summary>
public sealed record KubernetesResponse(int StatusCode, JsonObject? Body, int? RetryAfterSeconds)
{
    public bool IsSuccess => StatusCode is >= 200 and < 300;

    public string Message => Body?["message"]?.ToString() ?? $"HTTP {StatusCode}";

    /// <summary>True when the Status names this cause, such as DisruptionBudget.</summary>
    public bool HasCause(string reason) =>
        Body?["details"]?["causes"] is JsonArray causes && causes.Any(cause => cause?["reason"]?.ToString() == reason);

    /// <exception cref="OrchestratorException">The API server refused: KubernetesRefused, or ApiServerUnreachable when nobody stood behind the load balancer.</exception>
    public KubernetesResponse Expect(string request)
    {
        if (IsSuccess)
        {
            return this;
        }

        var definition = StatusCode is 502 or 503 or 504 ? ErrorCatalog.ApiServerUnreachable : ErrorCatalog.KubernetesRefused;
        throw new OrchestratorException(definition.With($"{request}: {Message}") with { HttpStatus = StatusCode, RetryAfterSeconds = RetryAfterSeconds });
    }

    /// <summary>Bodies hold secrets' data; they stay out of logs.</summary>
    public override string ToString() => $"KubernetesResponse {{ {StatusCode} }}";
}
