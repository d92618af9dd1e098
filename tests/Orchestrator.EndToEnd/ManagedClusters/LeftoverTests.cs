using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Simulator.Faults;

namespace Orchestrator.EndToEnd.ManagedClusters;

/// <summary>What Azure leaves of an AKS cluster that it deletes is told by id.</summary>
public sealed class LeftoverTests
{
    private const string NodeGroup = $"/subscriptions/{Manifests.Subscription}/resourceGroups/MC_aks1_aks1_westeurope";
    private const string Hub = $"/subscriptions/{Manifests.Subscription}/resourceGroups/hub";

    [Fact]
    public async Task Delete_RolesEndpointsAndAddressesElsewhere_AreTold()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 131 });
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        var principal = (string)AksSteps.Cluster(harness)["identity"]!["principalId"]!;
        var address = $"{Hub}/providers/Microsoft.Network/publicIPAddresses/egress";
        harness.Azure.Resources.Seed(address, "Microsoft.Network/publicIPAddresses", """{"sku":{"name":"Standard"},"tags":{"aks-managed-cluster-name":"aks1","aks-managed-cluster-rg":"aks1"},"properties":{"publicIPAllocationMethod":"Static"}}""");
        var role = $"{Hub}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-0000-0000-0000000000aa";
        harness.Azure.Resources.Seed(role, "Microsoft.Authorization/roleAssignments", new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["principalId"] = principal,
                ["principalType"] = "ServicePrincipal",
                ["roleDefinitionId"] = $"/subscriptions/{Manifests.Subscription}/providers/Microsoft.Authorization/roleDefinitions/4d97b98b-1d4f-4787-a291-c67834d212e7",
            },
        }.ToJsonString());

        var plan = await harness.GetAsync<ClusterPlan>("/api/clusters/default/aks1/plan?delete=true");
        var deleted = await harness.DeleteAndWaitAsync("aks1");

        Assert.Equal([role, address], plan.Nodes.Single(static n => n.Step.Kind == StepKinds.NodeResourceGroup).Foreign!.Select(static f => f.ResourceId));
        Assert.Equal([role, address], deleted.Kept!.Select(static k => k.ResourceId));
        Assert.Contains(principal, deleted.Kept![0].Reason, StringComparison.Ordinal);
        Assert.Contains("Azure left ", deleted.Resources.Single(static r => r.Kind == StepKinds.NodeResourceGroup).Detail, StringComparison.Ordinal);
    }

    /// <summary>Azure's deletion takes the group along; somebody makes one of its name before we look.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Delete_GroupOfTheNodesIsStillThere_IsToldWithItsContents(bool isEmpty)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 132 });
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        var wasThere = false;
        harness.EachStep = () =>
        {
            if (harness.Azure.Resources.Get(AksManifests.ClusterId) is null && harness.Azure.Resources.Get(NodeGroup) is null && !wasThere)
            {
                wasThere = true;
                harness.Azure.Resources.Seed(NodeGroup, "Microsoft.Resources/resourceGroups", """{"location":"westeurope"}""");
                if (!isEmpty)
                {
                    harness.Azure.Resources.Seed($"{NodeGroup}/providers/Microsoft.Compute/disks/pvc-1", "Microsoft.Compute/disks", """{"properties":{"creationData":{"createOption":"Empty"},"diskSizeGB":8}}""");
                }
            }
        };

        var deleted = await harness.DeleteAndWaitAsync("aks1");

        Assert.Equal(isEmpty ? [NodeGroup] : [NodeGroup, $"{NodeGroup}/providers/Microsoft.Compute/disks/pvc-1"], deleted.Kept!.Select(static k => k.ResourceId));
        Assert.Contains(isEmpty ? "empty" : "pvc-1", deleted.Resources.Single(static r => r.Kind == StepKinds.NodeResourceGroup).Detail, StringComparison.Ordinal);
    }

    /// <summary>The cluster's own group goes whole in one call, unless others have something in it: then the cluster goes by itself.</summary>
    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public async Task Delete_LockInTheGroupOfTheNodes_FailsAndNamesIt_AndGoesOnWithoutIt(bool goesWhole, bool hasNetwork, bool replayAfterEveryStep)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 135, ReplayAfterEveryStep = replayAfterEveryStep });
        await harness.ApplyAndWaitAsync(hasNetwork ? AksManifests.Typed() : AksManifests.Sample());
        if (!goesWhole)
        {
            harness.Azure.Resources.Seed("/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/aks1/providers/Microsoft.Network/virtualNetworks/theirs", "Microsoft.Network/virtualNetworks", """{"properties":{"addressSpace":{"addressPrefixes":["10.99.0.0/16"]}}}""");
        }

        const string held = $"{NodeGroup}/providers/Microsoft.Authorization/locks/held";
        harness.Azure.Resources.Seed(held, "Microsoft.Authorization/locks", """{"properties":{"level":"CanNotDelete"}}""");

        using var response = await harness.SendAsync(HttpMethod.Delete, "/api/clusters/default/aks1");
        var failed = await harness.RunToEndAsync((await response.Content.ReadFromJsonAsync<ApplyOutcome>(ContractJson.Options))!.OperationId!);

        Assert.Equal(OperationState.Failed, failed.State);
        Assert.Equal(ErrorCatalog.PolicyOrLock.Code, failed.Error!.Code);
        Assert.Contains(held, failed.Error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(goesWhole, failed.Error.Message.Contains("ResourceGroupDeletionBlocked", StringComparison.Ordinal));
        Assert.InRange(failed.UpdatedAt - failed.CreatedAt, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15));
        await harness.DeleteInAzureAsync(held, "2020-05-01");
        await harness.SucceedAsync((await harness.PostAsync<ApplyOutcome>("/api/clusters/default/aks1/retry")).OperationId!);
        Assert.Null(harness.Azure.Resources.Get(NodeGroup));
    }

    [Fact]
    public async Task Delete_WhoMayNotReadRoles_StillDeletes()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 133 });
        await harness.ApplyAndWaitAsync(AksManifests.Sample());
        harness.Azure.Faults.Add(new FaultRule { Method = "GET", ResourceType = "Microsoft.Authorization/roleAssignments", Fault = Fault.Refuse(403, "AuthorizationFailed", "The client does not have authorization."), Times = null });

        Assert.Null((await harness.DeleteAndWaitAsync("aks1")).Kept);
    }

    [Theory]
    [InlineData("aks1", true, 60)]
    [InlineData("aks1", false, 30)]
    [InlineData("c1", false, 20)]
    public async Task Cancel_OfCreationOrDeletion_TellsWhatWasDoneAndWhatIsLeft(string name, bool isCreation, int seconds)
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 134 });
        var manifest = name == "aks1" ? AksManifests.Sample() : Manifests.Sample(workers: 1);
        var id = (await harness.ApplyAsync(manifest)).Clusters.Single().OperationId!;
        if (!isCreation)
        {
            await harness.SucceedAsync(id);
            harness.Azure.Resources.Seed($"/subscriptions/{Manifests.Subscription}/resourceGroups/{name}/providers/Microsoft.Network/virtualNetworks/theirs", "Microsoft.Network/virtualNetworks", """{"properties":{"addressSpace":{"addressPrefixes":["10.99.0.0/16"]}}}""");
            using var response = await harness.SendAsync(HttpMethod.Delete, $"/api/clusters/default/{name}");
            id = (await response.Content.ReadFromJsonAsync<ApplyOutcome>(ContractJson.Options))!.OperationId!;
        }

        await harness.RunForAsync(TimeSpan.FromSeconds(seconds));
        await harness.PostAsync<OperationStatus>($"/api/operations/{id}/cancel");
        var canceled = await harness.RunToEndAsync(id);

        Assert.Equal((OperationState.Canceled, ErrorCatalog.OperationCanceled.Code), (canceled.State, canceled.Error?.Code));
        Assert.Matches("steps left: .+(Done: .+|Nothing was done)", canceled.Error!.Message);
        await harness.SucceedAsync((await harness.PostAsync<ApplyOutcome>($"/api/clusters/default/{name}/retry")).OperationId!);
    }
}
