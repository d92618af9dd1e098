using System.Text.Json.Nodes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orchestrator.Embedded.Tests.Hosting.Samples;

namespace Orchestrator.Embedded.Tests.Hosting;

/// <summary>Instances in every state, and the URLs that manage them.</summary>
internal static class ManagementSamples
{
    public const string Root = "/runtime/webhooks/durabletask";

    public static async Task<string> InstanceAsync(SampleHost sample, string state, string id = "one")
    {
        var client = sample.Host.Client;
        if (state == "unknown")
        {
            return "nobody";
        }

        var options = new StartOrchestrationOptions(InstanceId: id);
        await client.ScheduleNewOrchestrationInstanceAsync(state == "failed" ? "Breaks" : "Shop", new Order("fig", 1), options);
        await client.WaitForInstanceStartAsync(id);
        await (state switch
        {
            "suspended" => client.SuspendInstanceAsync(id),
            "completed" => client.RaiseEventAsync(id, "approve", "ok"),
            "terminated" => client.TerminateInstanceAsync(id, "enough"),
            _ => Task.CompletedTask,
        });
        while (state == "suspended" && (await client.GetInstanceAsync(id))!.RuntimeStatus != OrchestrationRuntimeStatus.Suspended)
        {
            await Task.Yield();
        }

        if (state is not ("running" or "suspended"))
        {
            await client.WaitForInstanceCompletionAsync(id);
        }

        return id;
    }

    public static async Task ManyAsync(SampleHost sample)
    {
        foreach (var (id, state) in new[] { ("a", "running"), ("b", "completed"), ("c", "failed"), ("d", "terminated") })
        {
            await InstanceAsync(sample, state, id);
        }
    }

    public static string Ids(string body) => string.Join(' ', JsonNode.Parse(body)!.AsArray().Select(item => (string?)item!["instanceId"]));

    public static string Url(SampleHost sample, string path) => $"{Root}{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}code={sample.Host.SystemKey}";
}
