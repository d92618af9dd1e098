using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Resources;

/// <summary>What goes over the wire for the sample, body by body. Simulated Azure has checked each against Azure's contract.</summary>
public sealed class GoldenBodyTests
{
    [Fact]
    public async Task Create_TheSample_SendsTheBodiesOfTheFiles()
    {
        await using var bed = await ActivitiesTestBed.StartAsync();
        await bed.CreateAllAsync();

        var steps = bed.Steps.Where(static s => s.Verb == StepVerb.Ensure).ToList();
        var puts = bed.Wire.Requests.Where(static r => r.Method == "PUT").ToList();

        Assert.Equal(steps.Count, puts.Count);
        foreach (var step in steps)
        {
            var body = Assert.Single(puts, p => ResourceId.Same(p.Path, step.ResourceId)).Body!;
            GoldenFile.Verify(Steady(body), $"{step.Kind}.{step.Name}");
        }
    }

    private static JsonObject Steady(JsonObject body)
    {
        if ((body["properties"]?["osProfile"] ?? body["properties"]?["virtualMachineProfile"]?["osProfile"]) is JsonObject profile)
        {
            Assert.False(string.IsNullOrEmpty((string?)profile["customData"]));
            profile["customData"] = "(user data)";
        }

        if (body["tags"]?[ClusterTags.CustomDataRendered] is not null)
        {
            body["tags"]![ClusterTags.CustomDataRendered] = "(time)";
        }

        return body;
    }
}
