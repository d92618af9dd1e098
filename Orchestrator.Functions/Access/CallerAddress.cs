using System.Net;
using Microsoft.AspNetCore.Http;

namespace Orchestrator.Functions.Access;

/// <summary>
/// A client's IP address. In Azure requests come through the platform's front end, which adds the address that it saw as the last of
/// <c>X-Forwarded-For</c>; what stands before it is the client's own word. Elsewhere nobody is trusted to say another's address.
/// </summary>
public sealed class CallerAddress(IConfiguration configuration)
{
    private readonly bool _behindFrontEnd = !string.IsNullOrEmpty(configuration["WEBSITE_INSTANCE_ID"]);

    public string? Of(HttpContext http)
    {
        var forwarded = http.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
        return (_behindFrontEnd ? Parse(forwarded) : null) ?? http.Connection.RemoteIpAddress?.ToString();
    }

    /// <summary>The front end writes ports too.</summary>
    private static string? Parse(string text) =>
        IPEndPoint.TryParse(text, out var endPoint) ? endPoint.Address.ToString() : IPAddress.TryParse(text, out var address) ? address.ToString() : null;
}
