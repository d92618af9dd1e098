using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.EndToEnd.GitOps;

/// <summary>What GitOps tests do with a harness.</summary>
internal static class GitOpsHarness
{
    private static readonly ClusterKey Cluster = new("default", "c1");

    public static Task SendAsync(this ClusterHarness harness, GitOpsMessage message) => harness.SendTextAsync(GitRevisions.Text(message));

    public static async Task SendTextAsync(this ClusterHarness harness, string message)
    {
        await harness.Host.EnqueueAsync(GitOpsMessage.Queue, BinaryData.FromString(message));
        await harness.RunForAsync(TimeSpan.FromSeconds(1));
    }

    public static Task<ClusterDocument?> DocumentAsync(this ClusterHarness harness) => harness.Host.Services.GetRequiredService<IClusterStore>().FindAsync(Cluster, default);

    /// <summary>Until nothing runs on the cluster any more.</summary>
    public static async Task<ClusterDocument?> SettleAsync(this ClusterHarness harness)
    {
        for (var hour = 0; hour < 8; hour++)
        {
            var document = await harness.DocumentAsync();
            if (document is not { OperationRunning: true, OperationId: { } operation })
            {
                return document;
            }

            await harness.RunToEndAsync(operation);
            await harness.RunForAsync(TimeSpan.FromMinutes(1));
        }

        throw new InvalidOperationException("The cluster does not come to rest.");
    }

    public static JsonNode[] Messages(this ClusterHarness harness, string queue) => [.. harness.Host.PeekMessages(queue).Select(static body => JsonNode.Parse(body.ToString())!)];

    public static async Task<JsonNode> ClusterAsync(this ClusterHarness harness, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await harness.SendAsync(HttpMethod.Get, "/api/clusters/default/c1");
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode}: {body}");
        return JsonNode.Parse(body)!;
    }
}
