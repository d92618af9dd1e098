using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Activities.Azure;

namespace Orchestrator.Activities.Graphs.Preflight;

/// <summary>Whether the caller may do something at a scope, as Azure itself tells it.</summary>
internal static class PermissionCheck
{
    /// <summary>True only when Azure says so: where its answer cannot be read, nothing is known.</summary>
    public static async Task<bool> IsDeniedAsync(ArmConnection arm, string scope, string action, string operationId, CancellationToken cancellation)
    {
        var read = await arm.GetAsync($"{scope}/providers/{ArmTypes.Permission}", operationId, cancellation).ConfigureAwait(false);
        return read.Error is null && read.Resource?["value"] is JsonArray { Count: > 0 } permissions
            && !permissions.OfType<JsonObject>().Any(permission => Lists(permission["actions"], action) && !Lists(permission["notActions"], action));
    }

    /// <summary>A star stands for anything, slashes too.</summary>
    private static bool Lists(JsonNode? patterns, string action) => (patterns as JsonArray ?? []).Select(static p => (string?)p).OfType<string>().Any(pattern => Regex.IsMatch(
        action, $@"\A{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));
}
