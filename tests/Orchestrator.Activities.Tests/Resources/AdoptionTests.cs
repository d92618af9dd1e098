using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Bootstrap;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.AgentPool;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;
using Orchestrator.Manifests.Native;

namespace Orchestrator.Activities.Tests.Resources;

/// <summary>Every official body of a managed cluster, as the cluster that exists: the manifest that describes it leaves it as it is.</summary>
public sealed class AdoptionTests
{
    public static TheoryData<string, string> Bodies
    {
        get
        {
            var data = new TheoryData<string, string>();
            var folder = Path.Combine(Specs.ProjectRoot(), "..", "shared", "reference", "arm", "examples", "containerservice");
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "ManagedClusters*.json").Order(StringComparer.Ordinal).ToArray() : [])
            {
                foreach (var (name, body) in BodiesOf(JsonNode.Parse(File.ReadAllText(file))!.AsObject()))
                {
                    data.Add($"{Path.GetFileNameWithoutExtension(file)} {name}", body.ToJsonString());
                }
            }

            return data;
        }
    }

    [Fact]
    public void Bodies_OfTheOfficialExamples_AreThere()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Specs.ProjectRoot(), "..", "shared", "reference", "arm", "examples")), "The official examples are not here.");
        Assert.True(Bodies.Count >= 8);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Bodies))]
    public void Manifest_OfAnOfficialBody_LeavesItAsItIs(string name, string json)
    {
        var cluster = JsonNode.Parse(json)!.AsObject();
        var text = YamlText.Write(ManagedClusterDescription.Of(cluster, [], identity: null));
        var result = Specs.TryRead(text);

        Assert.True(result.IsValid, $"{name}:\n{text}\n{string.Join('\n', result.Diagnostics.Select(static d => $"{d.Line}: {d.Message} {d.Action}"))}");
        var spec = result.Clusters.Single();
        var inventory = new ClusterInventory([cluster]);
        foreach (var step in ManagedClusterGraph.Build(spec, Borrowed.Nothing, inventory).Where(static s => s.Kind is StepKinds.ManagedCluster or StepKinds.AgentPool))
        {
            ResourceDefinition definition = step.Kind == StepKinds.ManagedCluster ? new ManagedClusterDefinition() : new AgentPoolDefinition();
            var context = new ResourceContext { Spec = spec, Step = step, OperationId = "test" };
            var desired = definition.Desired(context, inventory.Find(step.ResourceId!)!);

            Assert.Null(desired.Error);
            Assert.Empty(desired.Changes);
        }
    }

    private static IEnumerable<(string Name, JsonObject Body)> BodiesOf(JsonObject example)
    {
        foreach (var (status, response) in example["responses"]!.AsObject())
        {
            var body = response?["body"] as JsonObject;
            var found = body?["value"] is JsonArray list ? list.OfType<JsonObject>() : body is null ? [] : [body];
            foreach (var (cluster, i) in found.Where(static b => b["properties"]?["agentPoolProfiles"] is JsonArray && b["location"] is not null && (string?)b["id"] is { } id && id.Contains("/managedClusters/", StringComparison.Ordinal)).Select(static (b, i) => (b, i)))
            {
                yield return ($"{status} {i}", cluster);
            }
        }
    }
}
