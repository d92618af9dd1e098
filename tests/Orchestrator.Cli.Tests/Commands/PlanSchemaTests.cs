using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Orchestrator.Cli.Tests.Harness;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.History;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Cli.Tests.Commands;

/// <summary>What <c>-o json</c> and <c>--out</c> write is published as JSON Schema; a change of it is a change of the tool's interface, and shows here.</summary>
public sealed class PlanSchemaTests
{
    private const string Command = "UPDATE_GOLDEN=1 dotnet test tests/Orchestrator.Cli.Tests --filter PlanSchemaTests";

    [Theory]
    [InlineData("plan", typeof(ApplyResult))]
    [InlineData("saved-plan", typeof(SavedPlan))]
    [InlineData("gitops-message", typeof(GitOpsMessage))]
    [InlineData("gitops-outcome", typeof(OutcomeEvent))]
    [InlineData("history-entry", typeof(HistoryEntry))]
    [InlineData("operation", typeof(OperationStatus))]
    [InlineData("drift", typeof(DriftReport))]
    [InlineData("drift-event", typeof(DriftEvent))]
    public void Schema_InTheDocs_IsThatOfTheContract(string name, Type contract)
    {
        var path = Path.Combine(Repository.Root, "docs", "schemas", $"{name}.schema.json");
        var schema = ContractJson.Options.GetJsonSchemaAsNode(contract, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true }).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        var text = schema.ToJsonString(new JsonSerializerOptions(ContractJson.Indented) { NewLine = "\n" }) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path) && File.ReadAllText(path) == text, $"{path} is stale; accept the change with: {Command}");
    }
}
