using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Functions.Http;

/// <summary>Answers of the API: contracts as JSON, errors as problem details (RFC 9457) with an <c>errors</c> array.</summary>
internal static class ApiResults
{
    public static IActionResult Json<T>(T body, int status = StatusCodes.Status200OK) => Content(JsonSerializer.Serialize(body, ContractJson.Options), "application/json", status);

    public static IActionResult Content(string content, string contentType, int status = StatusCodes.Status200OK) =>
        new ContentResult { Content = content, ContentType = $"{contentType}; charset=utf-8", StatusCode = status };

    /// <summary>202 that names where the operation can be watched.</summary>
    public static IActionResult Accepted<T>(HttpRequest request, string? operationId, T body)
    {
        if (operationId is not null)
        {
            var url = $"{request.Scheme}://{request.Host}/api/operations/{Uri.EscapeDataString(operationId)}";
            request.HttpContext.Response.Headers.Location = url;
            request.HttpContext.Response.Headers["Operation-Location"] = url;
        }

        return Json(body, StatusCodes.Status202Accepted);
    }

    /// <summary>202 for what was asked of one cluster.</summary>
    public static IActionResult Accepted(HttpRequest request, ClusterDocument document, bool changed) =>
        Accepted(request, document.OperationId, new ApplyOutcome(document.Key, document.Generation, changed, document.OperationId, Plan: null));

    /// <summary>Answers a request; what is refused on the way becomes the answer, but for what the caller may not do: the door answers that, and notes it.</summary>
    public static async Task<IActionResult> AnswerAsync(Func<Task<IActionResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (OrchestratorException refused) when (StatusOf(refused.Error) != StatusCodes.Status403Forbidden)
        {
            return Failure(refused.Error);
        }
    }

    /// <summary>A parameter of the query; null when it is absent or empty.</summary>
    public static string? Parameter(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    public static bool IsTrue(HttpRequest request, string parameter) => string.Equals(request.Query[parameter], "true", StringComparison.OrdinalIgnoreCase);

    public static IActionResult Invalid(IReadOnlyList<Diagnostic> diagnostics) => Problem(new ProblemBody
    {
        Type = "urn:orchestrator:problem:invalid-manifest",
        Title = "The manifest has errors; nothing was changed.",
        Status = StatusCodes.Status400BadRequest,
        Detail = $"{diagnostics.Count(static d => d.Severity == DiagnosticSeverity.Error)} error(s), {diagnostics.Count(static d => d.Severity == DiagnosticSeverity.Warning)} warning(s).",
        Errors = diagnostics,
    });

    public static IActionResult Failure(OrchestratorError error, string? correlationId = null) => Problem(new ProblemBody
    {
        Type = $"urn:orchestrator:error:{error.Code}",
        Title = error.Message,
        Status = StatusOf(error),
        Detail = error.Action,
        Code = error.Code,
        CorrelationId = correlationId,
        Errors = [new Diagnostic { Code = error.Code, Message = error.Message, Action = error.Action, Path = error.Target }],
    });

    /// <summary>What the door says is about the caller; the same categories from Azure are about our identities.</summary>
    public static int StatusOf(OrchestratorError error) => error.Code switch
    {
        var code when code == ErrorCatalog.TokenMissing.Code || code == ErrorCatalog.TokenRefused.Code => StatusCodes.Status401Unauthorized,
        var code when code == ErrorCatalog.RoleMissing.Code || code == ErrorCatalog.NamespaceForbidden.Code => StatusCodes.Status403Forbidden,
        var code when code == ErrorCatalog.RequestTooLarge.Code => StatusCodes.Status413PayloadTooLarge,
        var code when code == ErrorCatalog.IssuerUnreachable.Code => StatusCodes.Status503ServiceUnavailable,
        _ => StatusOf(error.Category),
    };

    private static IActionResult Problem(ProblemBody problem) =>
        Content(JsonSerializer.Serialize(problem, ContractJson.Options), "application/problem+json", problem.Status);

    private static int StatusOf(ErrorCategory category) => category switch
    {
        ErrorCategory.NotFound => StatusCodes.Status404NotFound,
        ErrorCategory.Conflict => StatusCodes.Status409Conflict,
        ErrorCategory.Configuration => StatusCodes.Status400BadRequest,
        ErrorCategory.RateLimited => StatusCodes.Status429TooManyRequests,
        ErrorCategory.Internal => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status502BadGateway,
    };
}
