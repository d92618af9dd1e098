using Microsoft.AspNetCore.Http;

namespace Orchestrator.Embedded.Hosting.Management;

/// <summary>The URLs that manage one instance, as the host's own routes give them.</summary>
internal sealed record InstanceLinks(
    string Id,
    string StatusQueryGetUri,
    string SendEventPostUri,
    string TerminatePostUri,
    string RewindPostUri,
    string PurgeHistoryDeleteUri,
    string RestartPostUri,
    string SuspendPostUri,
    string ResumePostUri)
{
    /// <summary>Parameters that every route takes; those of the request that made the instance go no further.</summary>
    private static readonly string[] Kept = ["taskHub", "connection", "code"];

    public static InstanceLinks For(HttpRequest request, string instanceId)
    {
        var instance = $"{request.Scheme}://{request.Host}{DurableTaskWebhook.Root}/instances/{Uri.EscapeDataString(instanceId)}";
        var kept = Kept.Where(name => request.Query.ContainsKey(name)).Select(name => $"{name}={Uri.EscapeDataString(request.Query[name].ToString())}");
        var query = string.Join('&', kept);
        var first = query.Length == 0 ? string.Empty : "?" + query;
        var more = query.Length == 0 ? string.Empty : "&" + query;
        return new InstanceLinks(
            instanceId,
            instance + first,
            instance + "/raiseEvent/{eventName}" + first,
            instance + "/terminate?reason={text}" + more,
            instance + "/rewind?reason={text}" + more,
            instance + first,
            instance + "/restart" + first,
            instance + "/suspend?reason={text}" + more,
            instance + "/resume?reason={text}" + more);
    }
}
