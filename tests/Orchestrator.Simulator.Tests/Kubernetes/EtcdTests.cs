using System.Text.Json.Nodes;
using Orchestrator.Simulator.Machines;
using Orchestrator.Simulator.Tests.Machines;

namespace Orchestrator.Simulator.Tests.Kubernetes;

public sealed class EtcdTests
{
    private static readonly string[] ListMembers = ["member", "list", "-w", "json"];

    [Fact]
    public async Task MemberRemove_BeforeTheMachineGoes_LeavesNoViolationAndLetsTheNextJoin()
    {
        using var simulation = await ThreeAsync();
        var id = MemberIdOf(simulation, "cp-2");
        var leader = Leader(simulation);
        Assert.Equal(0, simulation.Cluster.Etcdctl(leader == "cp-2" ? "cp-0" : leader, ["member", "remove", id]).ExitCode);
        simulation.Machines.Delete(TestSimulation.ResourceId("cp-2"));
        simulation.StartControlPlane("cp-3");
        await simulation.PassAsync(600);

        Assert.Equal(["cp-0", "cp-1", "cp-3"], Members(simulation).Order());
        Assert.Equal(["cp-0", "cp-1", "cp-3"], simulation.Cluster.Nodes.Where(static node => node.Ready).Select(static node => node.Name));
        Assert.Empty(simulation.Machines.Violations);
    }

    [Fact]
    public async Task Join_WhileAMemberHasNoMachine_WaitsUntilTheOrphanIsRemoved()
    {
        using var simulation = await ThreeAsync();
        var orphan = MemberIdOf(simulation, "cp-2");
        simulation.Machines.Delete(TestSimulation.ResourceId("cp-2"));
        simulation.StartControlPlane("cp-3");
        await simulation.PassAsync(120);
        Assert.Contains(simulation.Machines.BootLog(TestSimulation.ResourceId("cp-3")), static line => line.Contains("unhealthy cluster", StringComparison.Ordinal));

        Assert.Equal(0, simulation.Cluster.Etcdctl("cp-0", ["member", "remove", orphan]).ExitCode);
        await simulation.PassAsync(300);

        Assert.Equal(["cp-0", "cp-1", "cp-3"], Members(simulation).Order());
        Assert.Equal([MachineViolationKind.MemberLost], simulation.Machines.Violations.Select(static violation => violation.Kind));
    }

    [Fact]
    public async Task ControlPlane_ThatLosesItsMajority_Answers503AndIsReported()
    {
        using var simulation = await ThreeAsync();
        simulation.Machines.Delete(TestSimulation.ResourceId("cp-1"));
        simulation.Machines.Delete(TestSimulation.ResourceId("cp-2"));
        await simulation.PassAsync(1);
        using var client = simulation.Administrator();
        Assert.Equal(503, (int)(await client.GetAsync("/api/v1/nodes")).StatusCode);
        Assert.Equal(500, (int)(await client.GetAsync("/readyz")).StatusCode);
        Assert.Equal(1, simulation.Cluster.Etcdctl("cp-0", ["member", "remove", MemberIdOf(simulation, "cp-1")]).ExitCode);

        await simulation.PassAsync(600);
        Assert.Contains(MachineViolationKind.QuorumLost, simulation.Machines.Violations.Select(static violation => violation.Kind));
    }

    [Fact]
    public async Task MemberRemove_ThatWouldCostTheMajority_IsRefused()
    {
        using var simulation = await ThreeAsync();
        simulation.Machines.Delete(TestSimulation.ResourceId("cp-2"));
        await simulation.PassAsync(1);
        var result = simulation.Cluster.Etcdctl("cp-0", ["member", "remove", MemberIdOf(simulation, "cp-1")]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("not enough started members", result.Error, StringComparison.Ordinal);
        Assert.Equal(3, Members(simulation).Count);
    }

    [Fact]
    public async Task MoveLeader_WorksOnTheLeaderOnly()
    {
        using var simulation = await ThreeAsync();
        var leader = Leader(simulation);
        var follower = Members(simulation).First(name => name != leader);
        Assert.Equal(1, simulation.Cluster.Etcdctl(follower, ["move-leader", MemberIdOf(simulation, follower)]).ExitCode);
        Assert.Equal(leader, Leader(simulation));
        Assert.Equal(0, simulation.Cluster.Etcdctl(leader, ["move-leader", MemberIdOf(simulation, follower)]).ExitCode);
        Assert.Equal(follower, Leader(simulation));
    }

    [Fact]
    public async Task WholeCluster_WhenDeleted_IsForgottenWithoutViolations()
    {
        using var simulation = await ThreeAsync();
        foreach (var name in (string[])["cp-0", "cp-1", "cp-2"])
        {
            simulation.Machines.Delete(TestSimulation.ResourceId(name));
            await simulation.PassAsync(30);
        }

        await simulation.PassAsync(600);
        Assert.Empty(simulation.Machines.Clusters.All);
        Assert.Empty(simulation.Machines.Violations);
        Assert.All(simulation.Machines.NodeJournal, static entry => Assert.Equal("c1", entry.Cluster));
    }

    [Fact]
    public async Task RemovedMember_TakesItsApiServerWithIt()
    {
        using var simulation = new TestSimulation();
        simulation.StartInit();
        await simulation.PassAsync(120);
        Assert.Equal(1, simulation.Cluster.Etcdctl("cp-0", ["member", "remove", MemberIdOf(simulation, "cp-0")]).ExitCode);
        using var client = simulation.Administrator();
        Assert.True((await client.GetAsync("/readyz")).IsSuccessStatusCode);

        simulation.Machines.Delete(TestSimulation.ResourceId("cp-0"));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/readyz"));
    }

    private static async Task<TestSimulation> ThreeAsync()
    {
        var simulation = new TestSimulation();
        simulation.StartInit();
        simulation.StartControlPlane("cp-1");
        simulation.StartControlPlane("cp-2");
        await simulation.PassAsync(300);
        Assert.Equal(3, Members(simulation).Count);
        return simulation;
    }

    private static JsonArray List(TestSimulation simulation) => JsonNode.Parse(simulation.Cluster.Etcdctl("cp-0", ListMembers).Output)!["members"]!.AsArray();

    private static List<string> Members(TestSimulation simulation) => [.. List(simulation).Select(static member => member!["name"]!.ToString())];

    private static string MemberIdOf(TestSimulation simulation, string name) =>
        List(simulation).First(member => member!["name"]!.ToString() == name)!["ID"]!.GetValue<ulong>().ToString("x");

    private static string Leader(TestSimulation simulation)
    {
        var status = JsonNode.Parse(simulation.Cluster.Etcdctl("cp-0", ["endpoint", "status", "--cluster", "-w", "json"]).Output)!.AsArray();
        var leader = status[0]!["Status"]!["leader"]!.GetValue<ulong>();
        return List(simulation).First(member => member!["ID"]!.GetValue<ulong>() == leader)!["name"]!.ToString();
    }
}
