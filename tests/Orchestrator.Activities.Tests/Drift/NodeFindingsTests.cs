using System.Text.Json.Nodes;
using Orchestrator.Activities.Drift;
using Orchestrator.Contracts.Drift;

namespace Orchestrator.Activities.Tests.Drift;

/// <summary>What Kubernetes says against what shall be.</summary>
public sealed class NodeFindingsTests
{
    private static readonly (string, string)[] Machines = [("c1-cp-abcde", "v1.30.2"), ("C1-MP000001", "v1.30.2")];

    [Fact]
    public void Nodes_AsTheyShallBe_AreNoFinding() => Assert.Empty(NodeFindings.Of(Machines, [Node("c1-cp-abcde"), Node("c1-mp000001")]));

    [Theory]
    [InlineData("c1-mp000001", "False", "v1.30.2", "Ready", "True", "False")]
    [InlineData("c1-mp000001", null, "v1.30.2", "Ready", "True", "Unknown")]
    [InlineData("c1-mp000001", "True", "v1.29.9", "kubeletVersion", "v1.30.2", "v1.29.9")]
    public void Node_ThatDiffers_SaysInWhat(string name, string? ready, string version, string field, string wanted, string found)
    {
        var finding = Assert.Single(NodeFindings.Of(Machines, [Node("c1-cp-abcde"), Node(name, ready, version)]));

        Assert.Equal((DriftKind.Node, name, field, wanted, found, DriftRepair.None), (finding.Kind, finding.Name, finding.Field, finding.Wanted, finding.Found, finding.Repair));
    }

    [Fact]
    public void Node_ThatIsMissing_AndOneThatIsNobodys_AreTold()
    {
        var findings = NodeFindings.Of(Machines, [Node("c1-cp-abcde"), Node("stranger")]);

        Assert.Equal([("c1-mp000001", "present", null), ("stranger", null, "present")], findings.Select(static f => (f.Name, f.Wanted, f.Found)));
    }

    private static JsonObject Node(string name, string? ready = "True", string version = "v1.30.2") => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["status"] = new JsonObject
        {
            ["conditions"] = ready is null ? new JsonArray() : new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = ready }),
            ["nodeInfo"] = new JsonObject { ["kubeletVersion"] = version },
        },
    };
}
