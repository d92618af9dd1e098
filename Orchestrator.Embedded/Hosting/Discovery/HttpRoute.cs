using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Orchestrator.Embedded.Hosting.Discovery;

/// <summary>The route of an HTTP function, in ASP.NET's template language.</summary>
internal static class HttpRoute
{
    /// <summary>Says what is wrong with the route; null when nothing is.</summary>
    public static string? Problem(HttpTriggerAttribute trigger)
    {
        try
        {
            RoutePatternFactory.Parse(trigger.Route ?? string.Empty);
            return null;
        }
        catch (RoutePatternException e)
        {
            return $"the route '{trigger.Route}' is malformed: {e.Message}";
        }
    }

    public static string Template(string functionName, HttpTriggerAttribute trigger, string prefix) =>
        $"/{prefix}/{(trigger.Route ?? functionName).TrimStart('/')}".Replace("//", "/", StringComparison.Ordinal);

    /// <summary>Upper-case; empty means every method.</summary>
    public static string[] Methods(HttpTriggerAttribute trigger) =>
        [.. (trigger.Methods ?? []).Select(m => m.ToUpperInvariant()).Distinct(StringComparer.Ordinal)];
}
