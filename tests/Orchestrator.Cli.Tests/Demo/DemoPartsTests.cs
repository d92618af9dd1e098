using Orchestrator.Cli.Demo;
using Orchestrator.Contracts.Messages;
using Orchestrator.Simulator.Kubernetes;

namespace Orchestrator.Cli.Tests.Demo;

public sealed class DemoPartsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private static readonly DemoResult Good = new()
    {
        Created = TimeSpan.FromSeconds(412.4),
        CriticalPath = TimeSpan.FromSeconds(405.2),
        Machines = 5,
        Rolled = 5,
        MinimumReady = 4,
        Workers = 4,
        MaximumUnavailable = 0,
        ResourcesLeft = 0,
    };

    public static TheoryData<DemoResult> Bad =>
    [
        Good with { CriticalPath = TimeSpan.Zero },
        Good with { Rolled = 4 },
        Good with { MinimumReady = 3 },
        Good with { MinimumReady = 2, MaximumUnavailable = 1 },
        Good with { ResourcesLeft = 1 },
    ];

    [Fact]
    public void Result_Printed_IsTheLineThatScriptsRead() =>
        Assert.Equal("demo: created in 412s (critical path 405s, ratio 1.02); rolled 5 machines, min ready 4 of 4; deleted, 0 resources left", Good.ToString());

    [Fact]
    public void Result_AllAsPromised_HasNoFaults() => Assert.Empty((Good with { MinimumReady = 3, MaximumUnavailable = 1 }).Faults());

    [Theory]
    [MemberData(nameof(Bad))]
    public void Result_OnePromiseBroken_NamesIt(DemoResult result) => Assert.Single(result.Faults());

    [Theory]
    [InlineData("v1.30.2", "v1.31.0")]
    [InlineData("1.9.11", "v1.10.0")]
    public void Version_Next_IsTheFirstPatchOfTheNextMinor(string version, string next) => Assert.Equal(next, NextVersion.After(version));

    [Fact]
    public void Upgrade_WithVersionInVariables_ChangesThemAlone()
    {
        var request = Request("version: ${KUBERNETES_VERSION}\nimage: 1.30.2\n", ("KUBERNETES_VERSION", "v1.30.2"), ("PLAIN", "1.30.2"), ("OTHER", "x-1.30.2"));

        var upgraded = NextVersion.Upgrade(request, "v1.30.2");

        Assert.Equal(request.Files, upgraded.Files);
        Assert.Equal(["v1.31.0", "1.31.0", "x-1.30.2"], [upgraded.Variables!["KUBERNETES_VERSION"], upgraded.Variables["PLAIN"], upgraded.Variables["OTHER"]]);
    }

    [Fact]
    public void Upgrade_WithVersionInText_ChangesEveryPlaceOfItAndNothingElse()
    {
        var upgraded = NextVersion.Upgrade(Request("a: v1.30.2\nb: '1.30.2'\nc: 11.30.2\nd: 1.30.20\ne: 1.30.2.1\n"), "v1.30.2");

        Assert.Equal("a: v1.31.0\nb: '1.31.0'\nc: 11.30.2\nd: 1.30.20\ne: 1.30.2.1\n", upgraded.Files[0].Content);
    }

    [Fact]
    public void Upgrade_WithVersionNowhere_IsRefused() =>
        Assert.Equal(ExitCodes.InvalidInput, Assert.Throws<CommandException>(() => NextVersion.Upgrade(Request("a: 1\n"), "v1.30.2")).ExitCode);

    [Theory]
    [InlineData("x: ${AZURE_LOCATION}", true)]
    [InlineData("x: ${AZURE_LOCATION:=north}", false)]
    [InlineData("x: ${AZURE_LOCATION:-north}", false)]
    [InlineData("x: ${AZURE_LOCATION:=north}\ny: ${AZURE_LOCATION}", true)]
    [InlineData("x: ${OTHER:=${AZURE_LOCATION}}", true)]
    [InlineData("x: ${AZURE_LOCATION_2}", false)]
    [InlineData("x: $AZURE_LOCATION", false)]
    public void Variables_WithoutValueOrDefault_GetTheDemos(string text, bool isNeeded)
    {
        var missing = DemoVariables.Missing(Request(text).Files, new Dictionary<string, string>(StringComparer.Ordinal));

        Assert.Equal(isNeeded, missing.ContainsKey("AZURE_LOCATION"));
    }

    [Fact]
    public void Variables_Set_AreLeftAlone() =>
        Assert.Empty(DemoVariables.Missing(Request("${CLUSTER_NAME}").Files, new Dictionary<string, string>(StringComparer.Ordinal) { ["CLUSTER_NAME"] = "mine" }));

    [Fact]
    public void ReadyNodes_OverRoll_CountsTheWorstMoment()
    {
        NodeTransition[] journal =
        [
            Node(0, "w1", ready: true), Node(0, "w2", ready: true), Node(0, "cp", ready: true, isControlPlane: true),
            Node(5, "w1", ready: false), Node(6, "w1", ready: true),
            Node(20, "w3", ready: true), Node(30, "w1", ready: false), Node(30, "w4", ready: true),
            Node(40, "w2", ready: false, exists: false), Node(41, "cp", ready: false, isControlPlane: true),
            Node(60, "w3", ready: false),
        ];

        Assert.Equal(1, ReadyNodes.FewestWorkers(journal, Start, Start.AddSeconds(10)));
        Assert.Equal(2, ReadyNodes.FewestWorkers(journal, Start.AddSeconds(10), Start.AddSeconds(50)));
        Assert.Equal(1, ReadyNodes.FewestWorkers(journal, Start.AddSeconds(10), Start.AddSeconds(60)));
        Assert.Equal(2, ReadyNodes.FewestWorkers(journal, Start.AddSeconds(7), Start.AddSeconds(8)));
    }

    private static NodeTransition Node(int at, string name, bool ready, bool exists = true, bool isControlPlane = false) =>
        new(Start.AddSeconds(at), "c1", name, isControlPlane, exists, ready, Unschedulable: false, "v1.30.2");

    private static ApplyRequest Request(string text, params (string Name, string Value)[] variables) =>
        new([new ManifestFile("c.yaml", text)], variables.ToDictionary(static v => v.Name, static v => v.Value, StringComparer.Ordinal));
}
