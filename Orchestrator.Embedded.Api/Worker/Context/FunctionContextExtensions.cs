using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The ASP.NET Core request of an invocation.</summary>
public static class FunctionContextExtensions
{
    internal const string HttpContextKey = "HttpRequestContext";

    /// <summary>Null without ASP.NET Core integration or without a request.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(HttpContextKey, out var value) ? value as HttpContext : null;
    }
}
