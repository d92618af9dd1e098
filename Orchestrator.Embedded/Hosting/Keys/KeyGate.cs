using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Orchestrator.Embedded.Hosting.Http;

namespace Orchestrator.Embedded.Hosting.Keys;

/// <summary>Lets requests in by their key. Whoever is not let in is answered and noted: the app never hears of it.</summary>
internal sealed class KeyGate(HostKeys keys, ILogger<KeyGate> logger)
{
    private const int LongestPath = 300;

    /// <returns>False: the request has been answered.</returns>
    /// <param name="http">The request.</param>
    /// <param name="level">What it asks for.</param>
    /// <param name="functionName">The function that it asks for; null: something of the host's.</param>
    /// <param name="needs">What the caller is told.</param>
    public async Task<bool> AdmitsAsync(HttpContext http, AuthorizationLevel level, string? functionName, string needs)
    {
        if (keys.Allows(http.Request, level, functionName))
        {
            return true;
        }

        // The path alone: keys come in the query. Without what would make it more than one line.
        var path = new string([.. (http.Request.Path.Value ?? "").Where(static c => !char.IsControl(c)).Take(LongestPath)]);
        logger.LogWarning(
            "Refused {Method} {Path} to {Address}: {Reason}",
            http.Request.Method,
            path,
            http.Connection.RemoteIpAddress,
            HostKeys.IsPresented(http.Request) ? "its key does not open this" : "it has no key");
        await Problem.WriteAsync(http, StatusCodes.Status401Unauthorized, needs);
        return false;
    }
}
