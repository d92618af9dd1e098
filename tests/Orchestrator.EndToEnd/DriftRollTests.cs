using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Operations;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.EndToEnd;

/// <summary>Drift that machines are replaced for: somebody changes or deletes them, or their kubelets are lost. The repair keeps every promise of a roll.</summary>
public sealed class DriftRollTests
{
    private const string Cluster = "/api/clusters/default/c1";
    private const string ScaleSet = "Microsoft.Compute/virtualMachineScaleSets";
    private const string Instance = "Microsoft.Compute/virtualMachineScaleSets/virtualMachines";
    private const string Machine = "Microsoft.Compute/virtualMachines";
    private const int Workers = 4;
    private const int ControlPlanes = 3;

    [Theory]
    [InlineData(ScaleSet, "hash")]
    [InlineData(ScaleSet, "size of one machine")]
    [InlineData(Machine, "hash")]
    [InlineData(Machine, "size")]
    [InlineData(Machine, "disk")]
    [InlineData(Machine, "identity")]
    [InlineData(Instance, "kubelet")]
    [InlineData(Machine, "kubelet")]
    public async Task MachineThatSomebodyChanged_IsReplaced_AndEveryPromiseKept(string type, string change)
    {
        await using var harness = await CreatedAsync();
        var changed = FirstOf(harness, type);
        var start = harness.Clock.GetUtcNow();
        if (change == "size of one machine")
        {
            // Right after a check, so that the next one is far.
            await harness.RunForAsync(TimeSpan.FromMinutes(11 - (harness.Clock.GetUtcNow().Minute % 10)));
            await ChangeAsync(harness, changed, static body => body["sku"]!["name"] = "Standard_D4s_v3");
            await harness.RunForAsync(TimeSpan.FromMinutes(1));
            var instance = FirstOf(harness, Instance);
            await Portal.SendAsync(harness, HttpMethod.Post, $"{changed}/manualupgrade", new JsonObject { ["instanceIds"] = new JsonArray(instance[(instance.LastIndexOf('/') + 1)..]) });

            // It boots anew for that; from then on it is ours to keep the promise.
            await harness.RunForAsync(TimeSpan.FromMinutes(3));
            Assert.Equal("default.c1.1", (await harness.GetAsync<ClusterStatus>(Cluster)).OperationId);
            start = harness.Clock.GetUtcNow();
        }
        else if (change == "kubelet")
        {
            harness.Azure.Machines.Kubelets.Install(changed, "v1.29.1");
        }
        else
        {
            await ChangeAsync(harness, changed, body => Change(body, change));
        }

        await RepairedAsync(harness, "default.c1.2");

        var (workers, masters) = (new RollJournal(harness.Azure, start, controlPlane: false), new RollJournal(harness.Azure, start, controlPlane: true));
        var (rolled, kept) = type == Machine ? (masters, workers) : (workers, masters);
        var count = type == Machine ? ControlPlanes : Workers;
        Assert.Equal((type, change) == (ScaleSet, "hash") ? 2 * Workers : 2, rolled.Names.Count);
        Assert.True(rolled.MinimumReady >= count && rolled.MaximumNodes <= count + 1, $"{rolled.MinimumReady} ready, {rolled.MaximumNodes} nodes");
        Assert.Empty(kept.Names);
        Assert.Empty(harness.Azure.Machines.Violations);
    }

    [Theory]
    [InlineData(Instance, true)]
    [InlineData(Machine, true)]
    [InlineData(Instance, false)]
    [InlineData(Machine, false)]
    public async Task MachineThatIsLost_IsReplaced_AndNoOther(string type, bool stays)
    {
        await using var harness = await CreatedAsync(new HarnessOptions { CloudProviderRemovesNodes = false });
        var lost = FirstOf(harness, type);
        var node = NodeOf(harness, lost);
        var start = harness.Clock.GetUtcNow();
        if (stays)
        {
            harness.Azure.Machines.Kubelets.Stop(lost);
        }
        else
        {
            await Portal.SendAsync(harness, HttpMethod.Delete, lost);
        }

        // The pool is filled up at once; that the node of a deleted instance stays is known later.
        await RepairedAsync(harness, type == Instance && !stays ? "default.c1.3" : "default.c1.2");

        var (workers, masters) = (new RollJournal(harness.Azure, start, controlPlane: false), new RollJournal(harness.Azure, start, controlPlane: true));
        var (rolled, kept, count) = type == Machine ? (masters, workers, ControlPlanes) : (workers, masters, Workers);
        Assert.Equal(2, rolled.Names.Count);
        Assert.True(rolled.MinimumReady == count - 1 && rolled.MaximumNodes <= count + 1, $"{rolled.MinimumReady} ready, {rolled.MaximumNodes} nodes");
        Assert.Empty(kept.Names);
        Assert.DoesNotContain(harness.Azure.Machines.Clusters.All.Single().Nodes, n => n.Name == node);

        // Who deletes a member's machine loses it; we lose none.
        Assert.DoesNotContain(harness.Azure.Machines.Violations, v => v.Kind != MachineViolationKind.MemberLost || stays);
    }

    [Theory]
    [InlineData(Instance)]
    [InlineData(Machine)]
    public async Task KubeletThatFlaps_CostsNoMachine(string type)
    {
        await using var harness = await CreatedAsync();
        var machine = FirstOf(harness, type);
        for (var i = 0; i < 6; i++)
        {
            harness.Azure.Machines.Kubelets.Stop(machine);
            await harness.RunForAsync(TimeSpan.FromMinutes(4));
            harness.Azure.Machines.Kubelets.Start(machine);
            await harness.RunForAsync(TimeSpan.FromMinutes(5));
        }

        Assert.Equal("default.c1.1", (await harness.GetAsync<ClusterStatus>(Cluster)).OperationId);
        await harness.RunForAsync(TimeSpan.FromMinutes(10));
        Assert.True((await harness.GetAsync<DriftReport>($"{Cluster}/drift")).IsClean);
    }

    [Fact]
    public async Task OutageOfAWholePool_IsTold_AndReplacesNothing()
    {
        await using var harness = await CreatedAsync();
        List<string> instances = [.. All(harness, Instance)];
        foreach (var instance in instances)
        {
            harness.Azure.Machines.Kubelets.Stop(instance);
        }

        await harness.RunForAsync(TimeSpan.FromHours(1));

        var report = await harness.GetAsync<DriftReport>($"{Cluster}/drift");
        Assert.Equal(Workers, report.Findings.Count);
        Assert.All(report.Findings, static f => Assert.Equal(("Ready", "Unknown", DriftRepair.None), (f.Field, f.Found, f.Repair)));
        Assert.Contains("4 of 4 machines of the group are unwell", report.Findings[0].Problem, StringComparison.Ordinal);
        Assert.Equal("default.c1.1", (await harness.GetAsync<ClusterStatus>(Cluster)).OperationId);
        Assert.Equal(instances, All(harness, Instance));
    }

    [Fact]
    public async Task ReplacementThatNeverJoins_StopsTheRepair_AndIsReplacedByTheNextOneOnly()
    {
        await using var harness = await CreatedAsync();
        var lost = FirstOf(harness, Instance);
        var known = All(harness, Instance).ToHashSet(StringComparer.OrdinalIgnoreCase);
        harness.Azure.Machines.Kubelets.Stop(lost);
        var broken = 0;
        harness.EachStep = () =>
        {
            foreach (var id in All(harness, Instance).Where(id => broken == 0 && !known.Contains(id) && harness.Azure.Machines.PhaseOf(id) is not null))
            {
                broken++;
                known.Add(id);
                harness.Azure.Machines.Delete(id);
            }
        };

        await harness.RunForAsync(TimeSpan.FromMinutes(16));
        var stalled = await harness.RunToEndAsync("default.c1.2");
        await harness.RunForAsync(TimeSpan.FromMinutes(90));

        Assert.Equal((OperationState.Failed, 1), (stalled.State, broken));
        Assert.Equal("ORC0306", stalled.Error?.Code);
        var status = await harness.GetAsync<ClusterStatus>(Cluster);
        Assert.Equal(("default.c1.3", DriftState.Clean), (status.OperationId, status.Drift?.State));
    }

    private static async Task<ClusterHarness> CreatedAsync(HarnessOptions? options = null)
    {
        var harness = await ClusterHarness.StartAsync((options ?? new HarnessOptions()) with { DriftSchedule = "0 */10 * * * *", Workload = new SampleWorkload("web", Replicas: 6, MinAvailable: "5") });
        await harness.ApplyAndWaitAsync(Manifests.Sample(controlPlanes: ControlPlanes, workers: Workers).WithDrift("policy: repair"));
        await harness.RunForAsync(TimeSpan.FromMinutes(2));
        return harness;
    }

    /// <summary>Lets the timer find it and the operation carry it out; then a check is clean, and there was one operation.</summary>
    private static async Task RepairedAsync(ClusterHarness harness, string operationId)
    {
        await harness.RunForAsync(TimeSpan.FromMinutes(90));
        var operation = await harness.GetAsync<OperationStatus>($"/api/operations/{operationId}");
        Assert.True(operation.State == OperationState.Succeeded, $"{operation.State}: {operation.Error}");
        var report = await harness.GetAsync<DriftReport>($"{Cluster}/drift");
        Assert.True(report.IsClean, string.Join('\n', report.Findings.Select(static f => $"{f.Resource} {f.Field}: {f.Found}, wanted {f.Wanted}, {f.Repair} {f.Problem}")));
        Assert.Equal(operationId, (await harness.GetAsync<ClusterStatus>(Cluster)).OperationId);
        Assert.All(harness.Azure.Machines.Clusters.All.Single().Nodes, static n => Assert.True(n is { Ready: true, Unschedulable: false }));
        Assert.Empty(harness.Errors);
    }

    private static void Change(JsonObject body, string change)
    {
        switch (change)
        {
            case "hash":
                body["tags"]!["capz-custom-data-hash"] = "somebody-elses";
                break;
            case "disk":
                var disk = (JsonObject)body["properties"]!["storageProfile"]!["osDisk"]!;
                disk["caching"] = (string?)disk["caching"] == "ReadOnly" ? "ReadWrite" : "ReadOnly";
                break;
            case "size":
                body["properties"]!["hardwareProfile"]!["vmSize"] = "Standard_D4s_v3";
                break;
            default:
                body["identity"] = new JsonObject { ["type"] = "SystemAssigned" };
                break;
        }
    }

    private static IEnumerable<string> All(ClusterHarness harness, string type) =>
        harness.Azure.Resources.All.Where(r => r.Type.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(static r => r.Id).Order(StringComparer.Ordinal);

    private static string FirstOf(ClusterHarness harness, string type) => All(harness, type).First();

    private static string NodeOf(ClusterHarness harness, string id) => ((string)harness.Azure.Resources.Get(id)!["properties"]!["osProfile"]!["computerName"]!).ToLowerInvariant();

    private static Task ChangeAsync(ClusterHarness harness, string id, Action<JsonObject> change) => Portal.ChangeAsync(harness, id, body =>
    {
        change(body);
        (body["properties"] as JsonObject)?.Remove("timeCreated");
    });
}
