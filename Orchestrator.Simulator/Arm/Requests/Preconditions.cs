using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Requests;

/// <summary>If-Match and If-None-Match. A body's own etag counts as If-Match, as on Microsoft.Network.</summary>
internal static class Preconditions
{
    /// <exception cref="ArmException">412: the resource is not as the caller thinks.</exception>
    public static void Check(ArmRequest request, ArmResource? existing)
    {
        if (request.Header("If-None-Match") is { } none && existing is not null && (none.Trim() is "*" || Matches(none, existing)))
        {
            throw ArmErrors.PreconditionFailed($"The condition 'If-None-Match: {none}' is not met: the resource exists.");
        }

        if (request.Header("If-Match") is { } match && (existing is null || (match.Trim() is not "*" && !Matches(match, existing))))
        {
            throw ArmErrors.PreconditionFailed($"The condition 'If-Match: {match}' is not met: the resource {(existing is null ? "does not exist" : $"has the etag {existing.ETag}")}.");
        }

        if (request.Method is "PUT" && existing is not null && (request.Body().Text("etag") ?? request.Body().Text("eTag")) is { } etag && !string.Equals(etag, existing.ETag, StringComparison.Ordinal))
        {
            throw ArmErrors.PreconditionFailed($"The etag {etag} in the body does not match the resource's etag {existing.ETag}.");
        }
    }

    private static bool Matches(string header, ArmResource existing) =>
        header.Split(',').Any(etag => string.Equals(etag.Trim(), existing.ETag, StringComparison.Ordinal));
}
