using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.BlobContainer;

/// <summary>The container of a cluster's backups. What others set on it stays.</summary>
public sealed class BlobContainerDefinition : ResourceDefinition
{
    public override string Kind => StepKinds.BlobContainer;

    public override string Type => ArmTypes.BlobContainer;

    public override bool HasTags => false;

    public override IReadOnlyList<string> ImmutablePaths => [];

    public override JsonObject Render(ResourceContext context) => new() { ["properties"] = new JsonObject { ["publicAccess"] = "None" } };

    /// <summary>A read shows what no write takes: leases, policies, times.</summary>
    public override Task<JsonObject> CompleteAsync(ResourceContext context, DesiredState desired, CancellationToken cancellation) => Task.FromResult(Render(context));

    public override string? Remark(JsonObject resource) => Retention(resource) is { } reason ? $"kept: {reason}" : null;

    /// <summary>What keeps everybody from deleting the container; null: nothing.</summary>
    public static string? Retention(JsonObject container)
    {
        var properties = container["properties"];
        var policy = properties?["immutabilityPolicy"]?["properties"];
        return string.Equals((string?)policy?["state"], "Locked", StringComparison.OrdinalIgnoreCase)
            ? $"its immutability policy of {policy!["immutabilityPeriodSinceCreationInDays"]} days is locked"
            : (bool?)properties?["hasLegalHold"] == true ? "it has a legal hold" : null;
    }
}
