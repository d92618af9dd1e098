using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.EndToEnd.GitOps;

namespace Orchestrator.EndToEnd;

/// <summary>What others have put into a resource group that was made for a cluster outlives it, unless the user says otherwise; what the cluster's workloads made does not.</summary>
public sealed class ForeignResourceTests
{
    private const string Account = "Microsoft.Storage/storageAccounts";
    private const string Network = "Microsoft.Network/virtualNetworks";
    private const string Disk = "Microsoft.Compute/disks";
    private const string Address = "Microsoft.Network/publicIPAddresses";
    private const string Balancer = "Microsoft.Network/loadBalancers";

    [Theory]
    [InlineData("c1", false)]
    [InlineData("c1", true)]
    [InlineData("aks1", false)]
    public async Task Delete_StrangersInTheGroup_KeepsThemAndTheGroup_AndTellsThem(string name, bool replayAfterEveryStep)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 101, ReplayAfterEveryStep = replayAfterEveryStep });
        var before = Ids(harness);
        await harness.ApplyAndWaitAsync(ManifestOf(name));
        string[] strangers = [Seed(harness, name, Network, "theirs"), Seed(harness, name, Account, "theirdata")];

        var plan = await harness.GetAsync<ClusterPlan>($"/api/clusters/default/{name}/plan?delete=true");
        var deleted = await harness.DeleteAndWaitAsync(name);

        Assert.Equal(strangers, plan.Nodes.Single(static n => n.Foreign is not null).Foreign!.Select(static f => f.ResourceId));
        Assert.DoesNotContain(plan.Nodes, static n => n.Step is { Kind: StepKinds.ResourceGroup, Verb: StepVerb.Delete });
        Assert.Equal(strangers, deleted.Kept!.Select(static k => k.ResourceId));
        Assert.Equal([GroupOf(name), .. strangers], Ids(harness).Except(before));
        Assert.DoesNotContain("owned", harness.Azure.Resources.Get(GroupOf(name))!["tags"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("theirdata", deleted.Resources.Single(static r => r.Kind == StepKinds.ForeignResources).Detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await harness.SendAsync(HttpMethod.Get, $"/api/clusters/default/{name}")).StatusCode);
        var entry = (await harness.GetAsync<HistoryPage>($"/api/clusters/default/{name}/history?operation={deleted.Id}")).Entries.Single(static e => e.Action == HistoryAction.End);
        Assert.Equal(deleted.Kept, entry.Kept);
        Assert.Equal(0, entry.KeptLeftOut);
        await harness.PurgeAsync();
        Assert.Equal(strangers, (await harness.GetAsync<OperationStatus>($"/api/operations/{deleted.Id}")).Kept!.Select(static k => k.ResourceId));
    }

    [Fact]
    public async Task Prune_StrangersInTheGroup_TellsThemToTheSource()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 109 });
        await harness.SendAsync(GitRevisions.Apply(1, workers: 1));
        await harness.SettleAsync();
        string[] strangers = [Seed(harness, "c1", Network, "theirs"), Seed(harness, "c1", Account, "theirdata")];

        await harness.SendAsync(GitRevisions.Prune(2));
        await harness.SettleAsync();

        var told = harness.Messages(GitOpsMessage.OutcomeQueue)[^1];
        var kept = (await harness.GetAsync<OperationStatus>($"/api/operations/{told["data"]!["operationId"]}")).Kept!;
        Assert.Equal((OutcomeEvent.Deleted, "Cluster default/c1 is deleted; 2 resource(s) in its groups are not its own and stay."), ($"{told["type"]}", $"{told["data"]!["commitStatus"]!["description"]}"));
        Assert.Equal(strangers, kept.Select(static k => k.ResourceId));
        Assert.Equal(kept, told["data"]!["kept"]!.Deserialize<KeptResource[]>(ContractJson.Options)!);
    }

    [Theory]
    [InlineData("?deleteForeign=true", null)]
    [InlineData("", "orchestrator/delete-foreign: enabled")]
    public async Task Delete_StrangersToo_GoesInOneCall_AndThePlanNamesThem(string query, string? annotation)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 102 });
        var before = Ids(harness);
        await harness.ApplyAndWaitAsync(Annotated(annotation));
        var stranger = Seed(harness, "c1", Account, "theirdata");
        var deletes = harness.Azure.Resources.Calls("DELETE");

        var plan = await harness.GetAsync<ClusterPlan>($"/api/clusters/default/c1/plan?delete=true{query.Replace('?', '&')}");
        using var response = await harness.SendAsync(HttpMethod.Delete, $"/api/clusters/default/c1{query}");
        var deleted = await harness.SucceedAsync((await response.Content.ReadFromJsonAsync<ApplyOutcome>(ContractJson.Options))!.OperationId!);

        var group = plan.Nodes.Single(static n => n.Step is { Kind: StepKinds.ResourceGroup, Verb: StepVerb.Delete });
        Assert.Equal(stranger, Assert.Single(group.Foreign!).ResourceId);
        Assert.Equal((1, null), (harness.Azure.Resources.Calls("DELETE") - deletes, deleted.Kept));
        Assert.Equal(before, Ids(harness));
    }

    /// <summary>Between the plan and the deletion lies a consent that takes its time.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Delete_StrangerThatComesAfterThePlan_IsKeptToo(bool replayAfterEveryStep)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 103, ReplayAfterEveryStep = replayAfterEveryStep });
        var before = Ids(harness);
        await harness.ApplyAndWaitAsync(Annotated("orchestrator/approvals: delete"));
        using var response = await harness.SendAsync(HttpMethod.Delete, "/api/clusters/default/c1");
        var id = (await response.Content.ReadFromJsonAsync<ApplyOutcome>(ContractJson.Options))!.OperationId!;
        await harness.RunForAsync(TimeSpan.FromMinutes(5));
        var stranger = Seed(harness, "c1", Account, "theirdata");

        await harness.PostAsync<OperationStatus>($"/api/operations/{id}/approve", new ApproveRequest("Cluster/c1"));
        var deleted = await harness.SucceedAsync(id);

        Assert.Equal(stranger, Assert.Single(deleted.Kept!).ResourceId);
        Assert.Equal([GroupOf("c1"), stranger], Ids(harness).Except(before));
    }

    [Fact]
    public async Task Delete_WhatWorkloadsMade_GoesWithTheGroupInOneCall()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 104 });
        var before = Ids(harness);
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        await SeedOfWorkloadsAsync(harness);
        var (deletes, calls) = (harness.Azure.Resources.Calls("DELETE"), AllCalls(harness));

        await harness.DeleteAndWaitAsync();

        Assert.Equal(1, harness.Azure.Resources.Calls("DELETE") - deletes);
        Assert.InRange(AllCalls(harness) - calls, 5, 20);
        Assert.Equal(before, Ids(harness));
    }

    [Fact]
    public async Task Delete_VolumesToBeRetained_StayWithTheirGroup_AndTheOthersGo()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 105 });
        var before = Ids(harness);
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        await SeedOfWorkloadsAsync(harness);
        var retained = Seed(harness, "c1", Disk, "pvc-retained", VolumeOf("pvc-retained"));
        await CreateVolumeAsync(harness, "pvc-retained", "Retain", retained);
        var orphan = Seed(harness, "c1", Disk, "pvc-orphan", VolumeOf("pvc-orphan"));

        var deleted = await harness.DeleteAndWaitAsync();

        Assert.Equal([orphan, retained], deleted.Kept!.Select(static k => k.ResourceId));
        Assert.Contains("pvc-retained, which is to be retained", deleted.Kept![1].Reason, StringComparison.Ordinal);
        Assert.Equal([GroupOf("c1"), orphan, retained], Ids(harness).Except(before));
    }

    [Fact]
    public async Task Delete_ClusterThatDoesNotAnswer_KeepsTheDisksOfItsVolumes()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 106 });
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        await SeedOfWorkloadsAsync(harness);
        await harness.DeleteInAzureAsync(harness.Azure.Resources.All.First(static r => r.Type == "Microsoft.Compute/virtualMachines").Id);

        var deleted = await harness.DeleteAndWaitAsync();

        var kept = Assert.Single(deleted.Kept!);
        Assert.EndsWith("/disks/pvc-deleted", kept.ResourceId, StringComparison.Ordinal);
        Assert.Contains("not known", kept.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_IntoAGroupThatWasGivenUp_JoinsItAndLeavesIt()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 107 });
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        Seed(harness, "c1", Account, "theirdata");
        await harness.DeleteAndWaitAsync();
        var left = Ids(harness);

        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        var deleted = await harness.DeleteAndWaitAsync();

        Assert.Equal(left, Ids(harness));
        Assert.Null(deleted.Kept);
    }

    /// <summary>What a user with a network of his own in our network's way has to know is who uses it.</summary>
    [Fact]
    public async Task Delete_StrangerInOurNetwork_FailsWithItsName_AndGoesOnOnceItIsGone()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 108 });
        await harness.ApplyAndWaitAsync(Manifests.Sample(workers: 1));
        var subnet = $"{GroupOf("c1")}/providers/{Network}/c1-vnet/subnets/node-subnet";
        var stranger = Seed(harness, "c1", "Microsoft.Network/networkInterfaces", "theirs", new JsonObject
        {
            ["properties"] = new JsonObject { ["ipConfigurations"] = new JsonArray(new JsonObject { ["name"] = "one", ["properties"] = new JsonObject { ["subnet"] = new JsonObject { ["id"] = subnet } } }) },
        });

        using var response = await harness.SendAsync(HttpMethod.Delete, "/api/clusters/default/c1");
        var failed = await harness.RunToEndAsync((await response.Content.ReadFromJsonAsync<ApplyOutcome>(ContractJson.Options))!.OperationId!);

        Assert.Equal(OperationState.Failed, failed.State);
        Assert.Contains("/networkInterfaces/theirs", failed.Error!.Message, StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(harness.Azure.Resources.Get(stranger));
        await harness.DeleteInAzureAsync(stranger);
        await harness.DeleteAndWaitAsync();
        Assert.Null(harness.Azure.Resources.Get(GroupOf("c1")));
    }

    private static ApplyRequest ManifestOf(string name) => name == "aks1" ? AksManifests.Sample() : Manifests.Sample(workers: 1);

    private static ApplyRequest Annotated(string? annotation)
    {
        var sample = Manifests.Sample(workers: 1);
        var file = sample.Files.Single();
        return annotation is null ? sample : sample with { Files = [file with { Content = file.Content.Replace("metadata:\n", $"metadata:\n  annotations: {{ {annotation} }}\n", StringComparison.Ordinal) }] };
    }

    private static string GroupOf(string name) => $"/subscriptions/{Manifests.Subscription}/resourceGroups/{name}";

    /// <summary>Without what a storage account always has below it.</summary>
    private static List<string> Ids(ClusterHarness harness) => [.. harness.Azure.Resources.All.Select(static r => r.Id).Where(static id => !id.Contains("/blobServices/", StringComparison.Ordinal))];

    private static int AllCalls(ClusterHarness harness) => new[] { "GET", "PUT", "POST", "DELETE" }.Sum(verb => harness.Azure.Resources.Calls(verb));

    private static string Seed(ClusterHarness harness, string cluster, string type, string name, JsonObject? body = null)
    {
        var id = $"{GroupOf(cluster)}/providers/{type}/{name}";
        body ??= type switch
        {
            Account => new JsonObject { ["sku"] = new JsonObject { ["name"] = "Standard_LRS" }, ["kind"] = "StorageV2" },
            Network => new JsonObject { ["properties"] = new JsonObject { ["addressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray("10.99.0.0/16") } } },
            _ => [],
        };
        harness.Azure.Resources.Seed(id, type, body.ToJsonString());
        return id;
    }

    /// <summary>As cloud-provider-azure and the CSI driver name and tag them.</summary>
    private static async Task SeedOfWorkloadsAsync(ClusterHarness harness)
    {
        var address = Seed(harness, "c1", Address, "kubernetes-a1b2c3", new JsonObject
        {
            ["sku"] = new JsonObject { ["name"] = "Standard" },
            ["tags"] = new JsonObject { ["k8s-azure-cluster-name"] = "kubernetes", ["k8s-azure-service"] = "default/web" },
            ["properties"] = new JsonObject { ["publicIPAllocationMethod"] = "Static" },
        });
        Seed(harness, "c1", Balancer, "kubernetes", new JsonObject
        {
            ["sku"] = new JsonObject { ["name"] = "Standard" },
            ["properties"] = new JsonObject
            {
                ["frontendIPConfigurations"] = new JsonArray(new JsonObject { ["name"] = "a1b2c3", ["properties"] = new JsonObject { ["publicIPAddress"] = new JsonObject { ["id"] = address } } }),
            },
        });
        await CreateVolumeAsync(harness, "pvc-deleted", "Delete", Seed(harness, "c1", Disk, "pvc-deleted", VolumeOf("pvc-deleted")));
    }

    private static JsonObject VolumeOf(string volume) => new()
    {
        ["tags"] = new JsonObject { ["k8s-azure-created-by"] = "kubernetes-azure-dd", ["kubernetes.io-created-for-pv-name"] = volume },
        ["properties"] = new JsonObject { ["creationData"] = new JsonObject { ["createOption"] = "Empty" }, ["diskSizeGB"] = 8 },
    };

    private static async Task CreateVolumeAsync(ClusterHarness harness, string name, string policy, string disk)
    {
        var created = await harness.AskClusterAsync(client => client.PostAsync("api/v1/persistentvolumes", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "PersistentVolume",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["capacity"] = new JsonObject { ["storage"] = "8Gi" },
                ["accessModes"] = new JsonArray("ReadWriteOnce"),
                ["persistentVolumeReclaimPolicy"] = policy,
                ["csi"] = new JsonObject { ["driver"] = "disk.csi.azure.com", ["volumeHandle"] = disk },
            },
        }, CancellationToken.None));
        Assert.True(created.IsSuccess, created.Message);
    }
}
