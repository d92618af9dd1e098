using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using static Orchestrator.EndToEnd.ManagedClusters.AksSteps;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>AKS clusters that somebody else has made are taken over.</summary>
public sealed class AdoptionTests
{
    [Fact]
    public async Task Adopt_AClusterThatExists_LeavesItAsItIsAndThenChangesIt()
    {
        await using var harness = await ClusterHarness.StartAsync();
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        await using var other = await ClusterHarness.StartAsync();
        var group = AksManifests.ClusterId[..AksManifests.ClusterId.IndexOf("/providers", StringComparison.Ordinal)];
        other.Azure.Resources.Seed(group, "Microsoft.Resources/resourceGroups", """{"location":"westeurope"}""");
        var made = Read(harness, AksManifests.ClusterId);
        await PutInAzureAsync(other, AksManifests.ClusterId, Creatable(made), wait: true);

        var answer = await other.SendAsync(HttpMethod.Post, "/api/adopt", JsonContent.Create(new AdoptRequest { ResourceId = AksManifests.ClusterId }, options: ContractJson.Options));
        var adopted = (await answer.Content.ReadFromJsonAsync<AdoptResult>(ContractJson.Options))!;
        var manifest = new ApplyRequest([new ManifestFile("adopted.yaml", adopted.Manifest)], null);
        var before = Writes(other, "/managedClusters/aks1");
        await other.ApplyAndWaitAsync(manifest);
        var after = Writes(other, "/managedClusters/aks1");
        await other.ApplyAndWaitAsync(manifest with { Files = [new ManifestFile("adopted.yaml", adopted.Manifest.Replace("upgradeChannel: patch", "upgradeChannel: stable", StringComparison.Ordinal))] });

        Assert.False(adopted.Plan.Summary.HasChanges, System.Text.Json.JsonSerializer.Serialize(adopted.Plan, ContractJson.Indented));
        Assert.Equal((1, 1, 2), (before, after, Writes(other, "/managedClusters/aks1")));
        Assert.Equal("stable", (string?)Read(other, AksManifests.ClusterId)["properties"]!["autoUpgradeProfile"]!["upgradeChannel"]);
        Assert.Equal(ClusterPhase.Ready, (await StatusAsync(other)).Phase);
    }

    /// <summary>A body to make the same cluster with.</summary>
    private static JsonObject Creatable(JsonObject cluster)
    {
        var body = new JsonObject { ["location"] = "westeurope", ["identity"] = new JsonObject { ["type"] = "SystemAssigned" }, ["properties"] = cluster["properties"]!.DeepClone() };
        ((JsonObject)body["properties"]!).Remove("nodeResourceGroup");
        ((JsonObject)body["properties"]!).Remove("identityProfile");
        (body["properties"]!["networkProfile"]!["loadBalancerProfile"] as JsonObject)?.Remove("effectiveOutboundIPs");
        return body;
    }

    public static TheoryData<string> Examples => ["ManagedClustersCreate_Update.json", "ManagedClustersCreate_Premium.json", "ManagedClustersCreate_ManagedNATGateway.json"];

    /// <summary>Official bodies by which somebody has made the cluster; what Azure fills in is then there too.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Adopt_AClusterMadeFromAnOfficialExample_PlansNoChange(string example)
    {
        var parameters = AksManifests.Example(example)["parameters"]!;
        var (body, subscription) = ((JsonObject)parameters["parameters"]!.DeepClone(), Manifests.Subscription);
        var id = $"/subscriptions/{subscription}/resourceGroups/rg1/providers/Microsoft.ContainerService/managedClusters/clustername1";
        body = JsonNode.Parse(body.ToJsonString().Replace("location1", "westeurope", StringComparison.Ordinal).Replace("subid1", subscription, StringComparison.Ordinal))!.AsObject();
        await using var harness = await ClusterHarness.StartAsync();
        foreach (var identity in (body["identity"]?["userAssignedIdentities"] as JsonObject ?? []).Select(static i => i.Key))
        {
            harness.Azure.Resources.Seed(identity, "Microsoft.ManagedIdentity/userAssignedIdentities", """{"location":"westeurope"}""");
        }

        harness.Azure.Resources.Seed(id, "Microsoft.ContainerService/managedClusters", body.ToJsonString());
        var adopted = await harness.PostAsync<AdoptResult>("/api/adopt", new AdoptRequest { ResourceId = id }, HttpStatusCode.OK);
        var applied = await harness.ApplyAndWaitAsync(new ApplyRequest([new ManifestFile("adopted.yaml", adopted.Manifest)], null));

        Assert.False(adopted.Plan.Summary.HasChanges, System.Text.Json.JsonSerializer.Serialize(adopted.Plan, ContractJson.Indented));
        Assert.All(applied.Resources, static r => Assert.Equal("unchanged", r.Detail ?? "unchanged"));
        Assert.Empty(harness.Wire.Writes("PUT", "/managedClusters/clustername1"));
    }
}
