using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Orchestrator.Contracts.Errors;
using Orchestrator.Functions.Http;

namespace Orchestrator.Functions.Access;

/// <summary>
/// The door: every HTTP function is called through here and no other way, on either host. Size, rate, identity, role, namespace, in this order, the
/// cheap ones first; and whatever escapes a function tells nothing of our insides.
/// </summary>
public sealed class AccessMiddleware(
    Authentication authentication, RequestRates rates, RequestOrigins origins, Refusals refusals, ILogger<AccessMiddleware> log) : IFunctionsWorkerMiddleware
{
    /// <summary>Four MiB hold thousands of documents; more is a mistake or an attack.</summary>
    public const int LongestBody = 4 * 1024 * 1024;

    public static bool Concerns(FunctionContext context) => context.FunctionDefinition.InputBindings.Values.Any(static binding => binding.Type == "httpTrigger");

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext() ?? throw new InvalidOperationException("HTTP functions need ASP.NET Core integration.");
        SetHeaders(http, context.InvocationId);
        try
        {
            CheckSize(http);
            CheckRate(http);
            var access = await authentication.AuthenticateAsync(http, context.CancellationToken);
            origins.Enter(access);
            Authorize(access, context.FunctionDefinition.Name, http.Request.Path);
            http.Request.Body = new BoundedBody(http.Request.Body, LongestBody);
            await next(context);
        }
        catch (OrchestratorException refused)
        {
            await RefuseAsync(context, http, refused.Error);
        }
        catch (BadHttpRequestException tooLong) when (tooLong.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await RefuseAsync(context, http, TooLarge());
        }
        catch (Exception unexpected) when (!http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted)
        {
            log.LogError(unexpected, "Function {Function} failed ({InvocationId})", context.FunctionDefinition.Name, context.InvocationId);
            Answer(context, ErrorCatalog.Unexpected.With($"The request {context.InvocationId} failed; the app's log has the cause under this id."));
        }
    }

    private static void SetHeaders(HttpContext http, string invocation)
    {
        var headers = http.Response.Headers;
        headers["x-ms-request-id"] = invocation;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        if (http.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }
    }

    private static void CheckSize(HttpContext http)
    {
        if (http.Request.ContentLength > LongestBody)
        {
            throw new OrchestratorException(TooLarge());
        }
    }

    private void CheckRate(HttpContext http)
    {
        if (authentication.RateKeyOf(http) is { } caller && rates.Take(caller) is { } seconds)
        {
            throw new OrchestratorException(ErrorCatalog.TooManyRequests.With($"Too many requests; there is room again in {seconds} s.") with { RetryAfterSeconds = seconds });
        }
    }

    private static void Authorize(CallerAccess access, string function, PathString path)
    {
        var rule = AccessRules.Of(function);
        access.Require(rule.Role, $"call {function}");
        if (AccessRules.NamespaceOf(path.Value ?? "") is { } @namespace)
        {
            access.Require(@namespace);
        }
        else if (!rule.ScopesItself)
        {
            access.RequireAllNamespaces(function);
        }
    }

    private static OrchestratorError TooLarge() => ErrorCatalog.RequestTooLarge.With(string.Create(CultureInfo.InvariantCulture, $"The request's body is longer than {LongestBody} bytes."));

    private async Task RefuseAsync(FunctionContext context, HttpContext http, OrchestratorError error)
    {
        await refusals.NoteAsync(http, context.FunctionDefinition.Name, context.InvocationId, error, context.CancellationToken);
        if (error.RetryAfterSeconds is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (ApiResults.StatusOf(error) == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = error.Code == ErrorCatalog.TokenMissing.Code ? "Bearer" : "Bearer error=\"invalid_token\"";
        }

        Answer(context, error);
    }

    /// <summary>As the function's own result: each host writes that in its way.</summary>
    private static void Answer(FunctionContext context, OrchestratorError error) => context.GetInvocationResult().Value = ApiResults.Failure(error, context.InvocationId);
}
