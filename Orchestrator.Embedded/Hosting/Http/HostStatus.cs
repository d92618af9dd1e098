using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orchestrator.Embedded.Hosting.Http;

/// <summary>GET /admin/host/status: says that the host runs. Open, as it tells nothing of the app but its name.</summary>
internal static class HostStatus
{
    public static void Map(IEndpointRouteBuilder endpoints, string applicationName, int functionCount)
    {
        var version = typeof(HostStatus).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
        endpoints.MapGet("/admin/host/status", context => context.Response.WriteAsJsonAsync(
            new { id = applicationName, state = "Running", version, functions = functionCount }, context.RequestAborted));
    }
}
