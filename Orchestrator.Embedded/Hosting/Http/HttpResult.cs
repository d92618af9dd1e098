using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Http;

namespace Orchestrator.Embedded.Hosting.Http;

/// <summary>Writes what an HTTP function returned.</summary>
internal static class HttpResult
{
    public static Task WriteAsync(object? result, HttpContext http) => result switch
    {
        IActionResult action => action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor())),
        IResult minimal => minimal.ExecuteAsync(http),
        HttpResponseData data => EmbeddedHttpResponseData.WriteAsync(data, http.Response),
        // Nothing returned: the function may have written the response itself.
        null => Task.CompletedTask,
        _ => new ObjectResult(result).ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor())),
    };
}
