using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>
/// Azure itself drains the nodes of a pool that is deleted, by the rules of the pods' budgets, unless it is told to ignore them, which it never is: a pool goes as gently as machines of ours do.
/// </summary>
public sealed partial class PoolDrainTests
{
    private static readonly (string, string)[] OtherSize =
    [
        ("mode: User\n    vmSize: ${AZURE_NODE_MACHINE_TYPE:=Standard_D2s_v3}", "mode: User\n    vmSize: Standard_D4s_v3"), ("maxParallelPools: 1", "replacePools: true"),
    ];

    private static readonly (string, string)[] OtherName = [("- name: work\n", "- name: jobs\n")];

    public static TheoryData<string> Changes => ["size", "name"];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Pool_ThatIsReplaced_NeverTakesPodsBelowTheirBudget(string change)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 111, Workload = new SampleWorkload("web", 3, MinAvailable: "2") });
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        await OccupyAsync(harness);
        using var client = await ConnectAsync(harness);
        var before = await ReadyAsync(client);

        var id = (await harness.ApplyAsync(Changed(change))).Clusters.Single().OperationId!;
        var least = int.MaxValue;
        do
        {
            var next = harness.Clock.GetUtcNow() + TimeSpan.FromSeconds(10);
            await harness.RunForAsync(TimeSpan.FromSeconds(10));
            harness.Clock.Advance(next - harness.Clock.GetUtcNow());
            least = Math.Min(least, (await ReadyAsync(client)).Count);
        }
        while ((await harness.GetAsync<OperationStatus>($"/api/operations/{id}")).State is OperationState.Pending or OperationState.Running);

        Assert.Equal((OperationState.Succeeded, 2), ((await harness.GetAsync<OperationStatus>($"/api/operations/{id}")).State, Math.Min(2, least)));
        Assert.Empty((await ReadyAsync(client)).Select(static pod => pod.Name).Intersect(before.Select(static pod => pod.Name)));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Pool_WhosePodsMayNeverGo_Stays_AndTheErrorNamesPodAndBudget(string change)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 112, Workload = new SampleWorkload("web", 3, MinAvailable: "3") });
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        await OccupyAsync(harness);
        using var client = await ConnectAsync(harness);

        var failed = await harness.RunToEndAsync((await harness.ApplyAsync(Changed(change))).Clusters.Single().OperationId!);

        Assert.Equal(OperationState.Failed, failed.State);
        Assert.Matches("blocked by pdb web|default/web-[a-z0-9-]+ blocked by pdb web", failed.Error!.Message);
        Assert.EndsWith("/agentPools/work", failed.Error.Target, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(3, (await ReadyAsync(client)).Count);
        Assert.NotNull(harness.Azure.Resources.Get($"{AksManifests.ClusterId}/agentPools/work"));
        Assert.NotNull(harness.Azure.Resources.Get($"{AksManifests.ClusterId}/agentPools/{(change == "size" ? "workx" : "jobs")}"));
    }

    private static ApplyRequest Changed(string change) => AksManifests.Sample(changes: change == "size" ? OtherSize : OtherName);

    /// <summary>Puts the pods where the pool that goes has its nodes.</summary>
    private static async Task OccupyAsync(ClusterHarness harness)
    {
        await harness.RunForAsync(TimeSpan.FromMinutes(5));
        using var client = await ConnectAsync(harness);
        var nodes = (await ListAsync(client, "/api/v1/nodes")).Select(static node => (string)node["metadata"]!["name"]!).Where(static name => name.Contains("-system-", StringComparison.Ordinal)).ToList();
        await CordonAsync(client, nodes, "true");
        foreach (var pod in await ReadyAsync(client))
        {
            (await client.DeleteAsync(new Uri($"/api/v1/namespaces/default/pods/{pod.Name}", UriKind.Relative))).EnsureSuccessStatusCode();
        }

        await harness.RunForAsync(TimeSpan.FromMinutes(5));
        await CordonAsync(client, nodes, "false");
        Assert.Equal(3, (await ReadyAsync(client)).Count(static pod => pod.Node.Contains("-work-", StringComparison.Ordinal)));
    }

    private static async Task CordonAsync(HttpClient client, IEnumerable<string> nodes, string value)
    {
        foreach (var node in nodes)
        {
            using var patch = new StringContent($$$"""{"spec":{"unschedulable":{{{value}}}}}""", Encoding.UTF8, "application/merge-patch+json");
            (await client.PatchAsync(new Uri($"/api/v1/nodes/{node}", UriKind.Relative), patch)).EnsureSuccessStatusCode();
        }
    }

    private static async Task<List<(string Name, string Node)>> ReadyAsync(HttpClient client) =>
        [.. (await ListAsync(client, "/api/v1/namespaces/default/pods")).Where(IsReady).Select(static pod => ((string)pod["metadata"]!["name"]!, (string)pod["spec"]!["nodeName"]!))];

    private static bool IsReady(JsonNode pod) => pod["metadata"]!["deletionTimestamp"] is null
        && (pod["status"]?["conditions"]?.AsArray() ?? []).Any(static c => (string?)c!["type"] == "Ready" && (string?)c["status"] == "True");

    private static async Task<IEnumerable<JsonNode>> ListAsync(HttpClient client, string path) =>
        JsonNode.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative)))!["items"]!.AsArray().Select(static item => item!);

    private static async Task<HttpClient> ConnectAsync(ClusterHarness harness)
    {
        using var response = await harness.SendAsync(HttpMethod.Get, "/api/clusters/default/aks1/kubeconfig");
        var kubeconfig = await response.Content.ReadAsStringAsync();
        return new HttpClient(harness.Azure.CreateKubernetesHandler(bearerToken: Token().Match(kubeconfig).Groups[1].Value)) { BaseAddress = new Uri(Server().Match(kubeconfig).Groups[1].Value) };
    }

    [GeneratedRegex("server: \"?([^\"\\s]+)")]
    private static partial Regex Server();

    [GeneratedRegex("token: \"?([^\"\\s]+)")]
    private static partial Regex Token();
}
