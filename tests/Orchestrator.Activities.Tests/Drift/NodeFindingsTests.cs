using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Orchestrator.Activities.Drift;
using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.Nodes.Observation;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Tests.Drift;

/// <summary>What Kubernetes says against what shall be: what is told, what is repaired and when, and when it is too much to be repaired.</summary>
public sealed class NodeFindingsTests
{
    private const string Group = "/subscriptions/s/resourceGroups/c1";
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly MachineHealthOptions Options = new();

    [Fact]
    public void Nodes_AsTheyShallBe_AreNoFinding()
    {
        var health = Judge(Machines(2), Node("mp-0"), Node("mp-1"));

        Assert.Empty(NodeFindings.Of([health], LeftNode.Among(ByName(Node("mp-0"), Node("mp-1")), ["MP-0", "mp-1"], Group, static _ => false, Options)));
        Assert.Empty(health.Unhealthy);
    }

    [Theory]
    [InlineData("False", 6, "v1.30.2", "Ready", "True", "False", true)]
    [InlineData("Unknown", 5, "v1.30.2", "Ready", "True", "Unknown", true)]
    [InlineData("Unknown", 1, "v1.30.2", "Ready", "True", "Unknown", false)]
    [InlineData("True", 600, "v1.29.9", "kubeletVersion", "v1.30.2", "v1.29.9", true)]
    public void Node_ThatDiffers_SaysInWhat_AndItsMachineRollsWhenItLasts(string ready, int minutes, string version, string field, string wanted, string found, bool rolls)
    {
        var health = Judge(Machines(3), Node("mp-0"), Node("mp-1", ready, minutes, version), Node("mp-2"));

        var finding = Assert.Single(Findings(health));
        Assert.Equal((DriftKind.Node, "mp-1", field, wanted, found, DriftRepair.Roll), (finding.Kind, finding.Name, finding.Field, finding.Wanted, finding.Found, finding.Repair));
        Assert.Equal(rolls ? ["mp-1"] : [], health.Unhealthy);
        Assert.Equal(rolls ? null : Now.AddMinutes(5 - minutes), finding.RepairFrom);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(11, true)]
    public void Machine_WithoutANode_HasTimeToJoin(int minutes, bool rolls)
    {
        var machines = Machines(3);
        machines[1] = machines[1] with { CreatedAt = Now.AddMinutes(-minutes) };

        Assert.Equal(rolls ? ["mp-1"] : [], Judge(machines, Node("mp-0"), Node("mp-2")).Unhealthy);
    }

    [Fact]
    public void NodeThatVanished_IsRepairedOnlyAfterItWasMissedForAWhile()
    {
        var missing = Findings(Judge(Machines(3), Node("mp-0"), Node("mp-2"))).Single();

        var later = NodeFindings.Known(missing, missing, Now.AddMinutes(10), Options);

        Assert.Equal((Now, Now.AddMinutes(5)), (missing.Since, missing.RepairFrom));
        Assert.Equal((Now, null), (later.Since, later.RepairFrom));
    }

    [Fact]
    public void MachinesMadeByTheOperationItself_AreNotJudged() =>
        Assert.Empty(MachineHealth.Of(Machines(1), "v1.30.2", isControlPlane: false, ByName(), Now.AddDays(-2), Now, Options).Complaints);

    [Theory]
    [InlineData("Creating")]
    [InlineData("Deleting")]
    [InlineData("Failed")]
    [InlineData(null)]
    public void MachineOnWhichAzureWorks_IsNotJudged(string? state) => Assert.Empty(Judge([Machines(1)[0] with { ProvisioningState = state }]).Complaints);

    [Fact]
    public void MachineThatRollsAnyway_IsNotToldToHaveAnOldKubelet() => Assert.Empty(Judge([Machines(1)[0] with { StaleFields = ["$.tags"] }], Node("mp-0", version: "v1.29.9")).Complaints);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void KubeletsThatTheImageBrings_AreTold_AndNoMachineRollsForThem(int machines)
    {
        var health = Judge(Machines(machines), [.. Enumerable.Range(0, machines).Select(static i => Node($"mp-{i}", version: "v1.29.9"))]);

        Assert.Empty(health.Unhealthy);
        Assert.Null(health.Held);
        Assert.All(Findings(health), static f => Assert.Equal((NodeFields.KubeletVersion, DriftRepair.None, true), (f.Field, f.Repair, f.Problem?.Contains("image", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(10, 4, 4)]
    [InlineData(10, 5, 0)]
    [InlineData(2, 1, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(3, 2, 0)]
    public void TooMany_AtOnce_AreReplacedNotAtAll(int machines, int sick, int replaced)
    {
        // Nodes of other groups are well.
        JsonObject[] nodes = [.. Enumerable.Range(0, machines).Select(i => Node($"mp-{i}", i < sick ? "Unknown" : "True", 60)), .. Enumerable.Range(0, 5).Select(static i => Node($"cp-{i}"))];

        var health = Judge(Machines(machines), nodes);

        Assert.Equal(replaced, health.Unhealthy.Count);
        Assert.Equal(replaced == 0, health.Held is not null);
        Assert.All(Findings(health), finding => Assert.Equal(replaced > 0 ? DriftRepair.Roll : DriftRepair.None, finding.Repair));
    }

    [Fact]
    public void OutageOfTheNetwork_ReplacesNobody_AlsoWhereEachPoolHasOneMachine()
    {
        JsonObject[] nodes = [Node("mp-0", "Unknown", 60), Node("other-0", "Unknown", 60), Node("third-0", "Unknown", 60), Node("cp-0")];

        var health = Judge(Machines(1), nodes);

        Assert.Empty(health.Unhealthy);
        Assert.Contains("3 of 4 nodes of the cluster are not ready", health.Held, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "Unknown", "v1.30.2", false)]
    [InlineData(3, "Unknown", "v1.30.2", true)]
    public void LastMachineOfTheControlPlane_IsNotReplacedWhenItIsDown(int machines, string ready, string version, bool replaced)
    {
        JsonObject[] nodes = [.. Enumerable.Range(0, machines).Select(i => i == 0 ? Node("mp-0", ready, 60, version) : Node($"mp-{i}")), Node("worker")];

        var health = MachineHealth.Of(Machines(machines), "v1.30.2", isControlPlane: true, ByName(nodes), Now, Now, Options);

        Assert.Equal(replaced, health.Unhealthy.Contains("mp-0"));
        Assert.Equal(!replaced, health.Held?.Contains("etcd", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("azure:///subscriptions/s/resourceGroups/c1/providers/Microsoft.Compute/virtualMachines/gone", "Unknown", DriftRepair.Delete)]
    [InlineData("azure:///subscriptions/s/resourceGroups/c1/providers/Microsoft.Compute/virtualMachines/gone", "True", DriftRepair.None)]
    [InlineData("azure:///subscriptions/s/resourceGroups/theirs/providers/Microsoft.Compute/virtualMachines/gone", "Unknown", DriftRepair.None)]
    [InlineData("azure:///subscriptions/s/resourceGroups/c1/providers/Microsoft.Compute/virtualMachines/theirs", "Unknown", DriftRepair.None)]
    [InlineData(null, "Unknown", DriftRepair.None)]
    public void NodeWithoutAMachine_IsRemovedIfItWasOursAndNoKubeletRunsThere(string? provider, string ready, DriftRepair repair)
    {
        var node = Node("gone", ready, 60);
        node["spec"] = new JsonObject { ["providerID"] = provider };

        var left = LeftNode.Among(ByName(node, Node("mp-0")), ["MP-0"], Group, static id => id.EndsWith("/theirs", StringComparison.Ordinal), Options);

        var finding = Assert.Single(NodeFindings.Of([], left));
        Assert.Equal(("gone", null, "present", repair), (finding.Name, finding.Wanted, finding.Found, finding.Repair));
        Assert.Equal(repair == DriftRepair.None, finding.Problem is not null);
    }

    [Theory]
    [InlineData("NotReadySeconds", "5", "write a number from 60 to 86400")]
    [InlineData("StartupSeconds", "ten", "write a number from 60 to 86400")]
    [InlineData("MaximumPercent", "101", "write a number from 0 to 100")]
    public void Setting_ThatIsNone_SaysWhatToWrite(string name, string value, string hint) =>
        Assert.Contains(hint, Assert.Throws<InvalidOperationException>(() => MachineHealthOptions.From(Configuration(name, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void Settings_AreThoseOfTheConfiguration_AndAShareOfZeroReplacesNothing()
    {
        Assert.Equal(TimeSpan.FromMinutes(15), MachineHealthOptions.From(Configuration("NotReadySeconds", "900")).NotReady);
        Assert.Equal((new MachineHealthOptions(), 0), (MachineHealthOptions.From(Configuration("other", "1")), MachineHealthOptions.From(Configuration("MaximumPercent", "0")).MostOf(100)));
    }

    private static IConfiguration Configuration(string name, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create($"Orchestrator:MachineHealth:{name}", (string?)value)]).Build();

    private static List<DriftFinding> Findings(MachineHealth health) => [.. NodeFindings.Of([health], []).Select(static f => NodeFindings.Known(f, before: null, Now, Options))];

    private static MachineHealth Judge(IReadOnlyList<MachineObservation> machines, params JsonObject[] nodes) =>
        MachineHealth.Of(machines, "v1.30.2", isControlPlane: false, ByName(nodes), Now, Now, Options);

    private static List<MachineObservation> Machines(int count) =>
        [.. Enumerable.Range(0, count).Select(static i => new MachineObservation { Name = $"mp-{i}", ProvisioningState = "Succeeded", CreatedAt = Now.AddDays(-1) })];

    private static Dictionary<string, JsonObject> ByName(params JsonObject[] nodes) => NodeObservation.ByName(nodes);

    private static JsonObject Node(string name, string ready = "True", int minutes = 600, string version = "v1.30.2") => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["status"] = new JsonObject
        {
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = ready, ["lastTransitionTime"] = Now.AddMinutes(-minutes).ToString("o", System.Globalization.CultureInfo.InvariantCulture) }),
            ["nodeInfo"] = new JsonObject { ["kubeletVersion"] = version },
        },
    };
}
