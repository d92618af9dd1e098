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
    public static InstanceLinks For(HttpRequest request, string instanceId, HubAddress hub)
    {
        var instance = $"{request.Scheme}://{request.Host}{DurableTaskWebhook.Root}/instances/{Uri.EscapeDataString(instanceId)}";
        var query = hub.Query(request.Query["taskHub"], request.Query["connection"]);
        return new InstanceLinks(
            instanceId,
            $"{instance}?{query}",
            $"{instance}/raiseEvent/{{eventName}}?{query}",
            $"{instance}/terminate?reason={{text}}&{query}",
            $"{instance}/rewind?reason={{text}}&{query}",
            $"{instance}?{query}",
            $"{instance}/restart?{query}",
            $"{instance}/suspend?reason={{text}}&{query}",
            $"{instance}/resume?reason={{text}}&{query}");
    }
}
