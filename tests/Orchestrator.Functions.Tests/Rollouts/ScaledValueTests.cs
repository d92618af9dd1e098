using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Functions.Tests.Rollouts;

public sealed class ScaledValueTests
{
    [Fact]
    public void Surge_EveryConformanceCase_RoundsUp() => Check("surge", "maxSurge", ScaledValue.Surge);

    [Fact]
    public void Unavailable_EveryConformanceCase_RoundsDown() => Check("maxUnavailable", "maxUnavailable", ScaledValue.Unavailable);

    private static void Check(string table, string field, Func<string?, int, int> scale)
    {
        var cases = JsonNode.Parse(File.ReadAllText(SharedFolder.Find("conformance", "vmss_misc_cases.json")))![table]!.AsArray();
        Assert.NotEmpty(cases);
        foreach (var sample in cases)
        {
            Assert.Equal(sample!["expect"]!.GetValue<int>(), scale(sample[field]?.ToString(), sample["desired"]!.GetValue<int>()));
        }
    }
}
