using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Orchestrator.Embedded.Hosting.Http;

/// <summary>How long bodies may be that the host itself reads; functions set their own limits.</summary>
internal static class BodyLimit
{
    /// <summary>Four MiB: a batch of events has one at most.</summary>
    private const int LongestBody = 4 * 1024 * 1024;

    /// <exception cref="BadHttpRequestException">The body says that it is longer. One that does not say it ends the same way when it is read.</exception>
    public static void Set(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/runtime", StringComparison.OrdinalIgnoreCase) && !http.Request.Path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        if (http.Request.ContentLength > LongestBody)
        {
            throw new BadHttpRequestException($"The body is longer than {LongestBody} bytes.", StatusCodes.Status413PayloadTooLarge);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = LongestBody;
        }
    }
}
