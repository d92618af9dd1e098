using Microsoft.AspNetCore.Http;

namespace Orchestrator.Embedded.Hosting.Management;

/// <summary>The URLs that manage one instance, as the host's own routes give them.</summary>
internal sealed record InstanceLinks(
    string Id,
    string StatusQueryGetUri,
    string SendEventPostUri,
    string TerminatePostUri,
    string PurgeHistoryDeleteUri,
    string SuspendPostUri,
    string ResumePostUri)
{
    public static InstanceLinks For(HttpRequest request, string instanceId)
    {
        var instance = $"{request.Scheme}://{request.Host}{DurableTaskWebhook.Root}/instances/{Uri.EscapeDataString(instanceId)}";
        var query = request.QueryString.Value is { Length: > 1 } given ? given[1..] : string.Empty;
        var first = query.Length == 0 ? string.Empty : "?" + query;
        var more = query.Length == 0 ? string.Empty : "&" + query;
        return new InstanceLinks(
            instanceId,
            instance + first,
            instance + "/raiseEvent/{eventName}" + first,
            instance + "/terminate?reason={text}" + more,
            instance + first,
            instance + "/suspend?reason={text}" + more,
            instance + "/resume?reason={text}" + more);
    }
}
