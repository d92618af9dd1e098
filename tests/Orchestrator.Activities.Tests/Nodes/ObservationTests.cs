using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.Tests.Bootstrap;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Tests.Nodes;

public sealed class ObservationTests
{
    [Fact]
    public async Task ControlPlane_AllWell_IsReadyAndHealthy()
    {
        await using var fixture = await ControlPlaneAsync("m1", "m2", "m3");

        var group = await ObserveAsync(fixture);

        Assert.True(group is { Initialized: true, ApiReachable: true, EtcdHealthy: true, Error: null });
        Assert.All(group.Machines, static machine => Assert.True(machine is { Ready: true, HasNode: true, Version: "v1.30.2" }));
        Assert.Equal("id-m2", group.Machines[1].EtcdMember);
    }

    [Theory]
    [InlineData("node")]
    [InlineData("apiserver")]
    [InlineData("etcd")]
    [InlineData("member")]
    public async Task ControlPlane_OnePartOfAMachineIsSick_TheMachineIsNotReady(string part)
    {
        await using var fixture = await ControlPlaneAsync("m1", "m2", "m3");
        switch (part)
        {
            case "node":
                fixture.AddNode("m2", ready: "Unknown", controlPlane: true);
                break;
            case "apiserver":
                fixture.Kubernetes.Objects.Remove("/api/v1/namespaces/kube-system/pods/kube-apiserver-m2");
                break;
            case "etcd":
                fixture.Etcd.Members[1] = fixture.Etcd.Members[1] with { IsHealthy = false };
                break;
            default:
                fixture.Etcd.Members.RemoveAt(1);
                break;
        }

        var group = await ObserveAsync(fixture);

        Assert.Equal([true, false, true], group.Machines.Select(static machine => machine.Ready));
        Assert.Equal(part != "etcd", group.EtcdHealthy);
    }

    [Fact]
    public async Task ControlPlane_MemberWithoutMachine_IsShownAsDeleted_AndEtcdIsNotHealthy()
    {
        await using var fixture = await ControlPlaneAsync("m1", "m2", "m3");
        fixture.Inventory.ControlPlane.Remove("m2");

        var group = await ObserveAsync(fixture);

        Assert.False(group.EtcdHealthy);
        var abandoned = group.Machines.Single(static machine => machine.Name == "m2");
        Assert.True(abandoned is { ProvisioningState: "Deleted", HasNode: true, Ready: false, EtcdMember: "id-m2" });
    }

    [Fact]
    public async Task ControlPlane_ApiDown_IsAnObservationWithAzuresHalf_NotAnError()
    {
        await using var fixture = await ControlPlaneAsync("m1");
        fixture.Kubernetes.IsUp = false;

        var group = await ObserveAsync(fixture);

        Assert.True(group is { Initialized: true, ApiReachable: false, EtcdHealthy: false, Error: null });
        Assert.True(group.Machines is [{ Name: "m1", HasNode: false, Ready: false }]);
    }

    [Fact]
    public async Task Pool_JoinsMachinesWithNodes_WhateverTheCaseOfTheirNames()
    {
        await using var fixture = await NodesFixture.CreateAsync();
        fixture.Inventory.Pool = Pool("c1-mp-000000A", "c1-mp-000000B");
        fixture.AddNode("c1-mp-000000a");
        fixture.Kubernetes.Objects["/api/v1/nodes/c1-mp-000000a"]["spec"]!["unschedulable"] = true;
        fixture.Kubernetes.Objects["/api/v1/nodes/c1-mp-000000a"]["metadata"]!["annotations"] =
            new System.Text.Json.Nodes.JsonObject { ["cluster.x-k8s.io/delete-machine"] = "" };

        var group = await fixture.Get<ObserveMachinePool>().RunAsync(fixture.Group with { Pool = SampleCluster.Pool }, default);

        Assert.True(group is { Exists: true, Capacity: 2, ModelCurrent: true, ApiReachable: true, Error: null });
        Assert.True(group.Machines[0] is { Name: "c1-mp-000000A", HasNode: true, Ready: true, Cordoned: true, DeleteRequested: true });
        Assert.True(group.Machines[1] is { HasNode: false, Ready: false });
    }

    [Fact]
    public async Task Pool_ApiDown_IsAnError_SoThatNobodyTakesItsMachinesForSick()
    {
        await using var fixture = await NodesFixture.CreateAsync();
        fixture.Inventory.Pool = Pool("m1");
        fixture.Kubernetes.IsUp = false;

        var group = await fixture.Get<ObserveMachinePool>().RunAsync(fixture.Group with { Pool = SampleCluster.Pool }, default);

        Assert.Equal(ErrorCatalog.ApiServerUnreachable.Code, group.Error!.Code);
    }

    private static async Task<NodesFixture> ControlPlaneAsync(params string[] machines)
    {
        var fixture = await NodesFixture.CreateAsync();
        foreach (var machine in machines)
        {
            fixture.Inventory.ControlPlane.Add(machine);
            fixture.AddControlPlaneNode(machine);
        }

        return fixture;
    }

    private static ScaleSetInventory Pool(params string[] names) => new()
    {
        ResourceId = "", Exists = true, Capacity = names.Length, ModelCurrent = true, Machines = [.. names.Select(static name => new MachineObservation { Name = name })],
    };

    private static Task<MachineGroupObservation> ObserveAsync(NodesFixture fixture) => fixture.Get<ObserveControlPlane>().RunAsync(fixture.Group, default);
}
