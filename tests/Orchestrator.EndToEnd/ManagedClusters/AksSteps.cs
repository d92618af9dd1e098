using System.Text.Json.Nodes;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>What tests do with the AKS cluster of the sample, and see of it.</summary>
internal static class AksSteps
{
    public const string ClusterPath = "/api/clusters/default/aks1";

    public static Task<ClusterStatus> StatusAsync(ClusterHarness harness) => harness.GetAsync<ClusterStatus>(ClusterPath);

    public static JsonObject Cluster(ClusterHarness harness) => Read(harness, AksManifests.ClusterId);

    public static List<JsonObject> Pools(ClusterHarness harness) => [.. Cluster(harness)["properties"]!["agentPoolProfiles"]!.AsArray().OfType<JsonObject>().OrderBy(static p => (string?)p["name"], StringComparer.Ordinal)];

    public static StepStatus Step(OperationStatus operation, string key) => operation.Resources.Single(r => r.Key == key);

    public static PlanNode Node(ClusterPlan plan, string key) => plan.Nodes.Single(n => n.Step.Key == key);

    public static JsonObject Pool(ClusterHarness harness, string name) => (JsonObject)Read(harness, $"{AksManifests.ClusterId}/agentPools/{name}")["properties"]!;

    public static IReadOnlyList<string> PoolNames(ClusterHarness harness) =>
        [.. harness.Azure.Resources.All.Where(static r => r.Type == "Microsoft.ContainerService/managedClusters/agentPools").Select(static r => r.Id.Split('/')[^1]).Order(StringComparer.Ordinal)];

    /// <summary>The Kubernetes version of a pool's nodes, or of the control plane.</summary>
    public static string? Version(ClusterHarness harness, string? pool = null) =>
        pool is null ? (string?)Cluster(harness)["properties"]!["currentKubernetesVersion"] : (string?)Pool(harness, pool)["currentOrchestratorVersion"];

    /// <summary>Starts an operation and returns its id.</summary>
    public static async Task<string> ChangeAsync(ClusterHarness harness, string change, object? body = null) =>
        (await harness.PostAsync<ApplyOutcome>($"{ClusterPath}/{change}", body)).OperationId!;

    public static async Task ChangeAndWaitAsync(ClusterHarness harness, string change, object? body = null) =>
        await harness.SucceedAsync(await ChangeAsync(harness, change, body));

    public static int Writes(ClusterHarness harness, string idEnd) =>
        harness.Azure.Resources.Journal.Count(e => e is { Method: "PUT" } && e.ResourceId.EndsWith(idEnd, StringComparison.OrdinalIgnoreCase));

    public static JsonObject Read(ClusterHarness harness, string id) => harness.Azure.Resources.Get(id) ?? throw new InvalidOperationException($"{id} is not there");

    public static Task ScaleInAzureAsync(ClusterHarness harness, string pool, int count) =>
        PutInAzureAsync(harness, $"{AksManifests.ClusterId}/agentPools/{pool}", body => body["properties"]!["count"] = count);

    public static Task PutInAzureAsync(ClusterHarness harness, string id, Action<JsonObject> change, bool wait = true)
    {
        var body = Read(harness, id);
        (body["properties"] as JsonObject)?.Remove("agentPoolProfiles");
        change(body);
        return PutInAzureAsync(harness, id, body, wait);
    }

    /// <summary>A change past us, as somebody makes it in the portal.</summary>
    public static async Task PutInAzureAsync(ClusterHarness harness, string id, JsonObject body, bool wait)
    {
        await Portal.SendAsync(harness, HttpMethod.Put, id, body, "2024-09-01");
        if (wait)
        {
            await harness.RunForAsync(TimeSpan.FromHours(2));
        }
    }
}
