using System.Text.Json.Nodes;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Manifests;

namespace Orchestrator.Activities.Tests.Graphs;

/// <summary>The plan for each of CAPZ's own templates that we take, against the file beside this test.</summary>
public sealed class CapzPlanTests
{
    [Fact]
    public async Task Plan_EveryTemplateThatIsTaken_IsThatOfTheFile()
    {
        var folder = Path.Combine(Specs.ProjectRoot(), "..", "shared", "inputs", "capz");
        Assert.SkipUnless(Directory.Exists(folder), "../shared/inputs/capz is not here.");
        var taken = 0;
        foreach (var file in Directory.EnumerateFiles(folder, "cluster-template*.yaml").Order(StringComparer.Ordinal))
        {
            if (Specs.TryRead(await File.ReadAllTextAsync(file)) is { IsValid: true, Clusters: [var spec] })
            {
                taken++;
                await using var bed = await ActivitiesTestBed.StartAsync(spec);
                GoldenFile.Verify(Describe(await bed.Plans.PlanAsync(spec, 1, OperationKind.Apply, default)), Path.GetFileNameWithoutExtension(file));
            }
        }

        Assert.True(taken > 0, "No template is taken.");
    }

    private static JsonObject Describe(ClusterPlan plan) => new()
    {
        ["summary"] = plan.Summary.ToString(),
        ["steps"] = new JsonArray([.. plan.Nodes.Select(static n => (JsonNode)
            $"{n.Step.Action} {n.Step.Key}{(n.Machines.Count > 0 ? $" × {n.Machines.Count}" : "")} after {string.Join(", ", n.Step.DependsOn)}")]),
    };
}
