using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;

namespace Orchestrator.Activities.Tests.Azure;

/// <summary>Our types beside Azure's contract, which the project carries for simulated Azure.</summary>
public sealed class ArmTypesTests
{
    /// <summary>
    /// Images, which are only read to see whether they are there, the contract has not at all.
    /// </summary>
    private static readonly string[] NotInTheContract =
    [
        ArmTypes.CommunityGalleryImageVersion, ArmTypes.SharedGalleryImageVersion, ArmTypes.MarketplaceImageVersion,
    ];

    public static TheoryData<string> Types => [.. ArmTypes.All.Except(NotInTheContract)];

    [Theory]
    [MemberData(nameof(Types))]
    public void ApiVersion_EachType_IsTheContracts(string type)
    {
        var types = Read("index.json")["types"]!.AsObject();
        foreach (var (name, entry) in Read("supplement.json")["types"]!.AsObject())
        {
            types[name] = entry!.DeepClone();
        }

        Assert.True(types.ContainsKey(type), $"the contract has no type {type}");
        Assert.Equal((string?)types[type]!["apiVersion"], ArmTypes.ApiVersionOf(type));
    }

    [Fact]
    public void IfNoneMatch_TypesThatSendIt_DeclareIt()
    {
        var file = Path.Combine(Specs.ProjectRoot(), "..", "shared", "reference", "arm", "contract", "operations.json");
        Assert.SkipUnless(File.Exists(file), "The contract's operations are not here.");
        var operations = JsonNode.Parse(File.ReadAllText(file))!["types"]!;
        foreach (var type in ArmTypes.All.Where(ArmTypes.TakesIfNoneMatch))
        {
            var put = operations[type]!.AsArray().Single(static o => (string?)o!["method"] == "PUT")!;
            Assert.Contains(put["parameters"]!.AsArray(), static p => (string?)p!["name"] == "If-None-Match");
        }
    }

    [Fact]
    public void States_EachLine_NamesItsProviderAndSource()
    {
        Assert.All(ProvisioningStates.Table, static s => Assert.True(s.Source.Length > 10 && (s.Provider is "*" || s.Provider.StartsWith("Microsoft.", StringComparison.Ordinal)), s.Text));
        Assert.Equal(ProvisioningStates.Table.Count, ProvisioningStates.Table.Select(static s => s.Text).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static JsonNode Read(string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Specs.ProjectRoot(), "Orchestrator.Simulator", "Contract", "Data", file)))!;
}
