using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.StorageAccount;

/// <summary>The account of a cluster's backups, as Gardener makes it. Azure shows it only once it is made.</summary>
public sealed class StorageAccountDefinition : ResourceDefinition
{
    public override string Kind => StepKinds.StorageAccount;

    public override string Type => ArmTypes.StorageAccount;

    /// <summary>Another redundancy is a conversion that takes days and that Azure does on request.</summary>
    public override IReadOnlyList<string> ImmutablePaths => ["$.location", "$.kind", "$.sku.name"];

    public override JsonObject Render(ResourceContext context)
    {
        var backup = context.Spec.Backup!;
        var properties = new JsonObject
        {
            ["accessTier"] = "Cool",
            ["minimumTlsVersion"] = "TLS1_2",
            ["supportsHttpsTrafficOnly"] = true,
            ["allowBlobPublicAccess"] = false,
        };
        if (backup.KeyExpirationDays is { } days)
        {
            properties["keyPolicy"] = new JsonObject { ["keyExpirationPeriodInDays"] = days };
        }

        return new JsonObject
        {
            ["location"] = context.Spec.Location,
            ["kind"] = "StorageV2",
            ["sku"] = new JsonObject { ["name"] = backup.Sku },
            ["tags"] = ClusterTags.Of(context.Spec, backup.StorageAccount, role: null),
            ["properties"] = properties,
        };
    }

    /// <summary>A read shows far more than a write takes.</summary>
    public override Task<JsonObject> CompleteAsync(ResourceContext context, DesiredState desired, CancellationToken cancellation)
    {
        if (desired.IsNew)
        {
            return Task.FromResult(desired.Body);
        }

        var body = BodyMerge.WithoutNulls(Render(context));
        body["tags"] = desired.Body["tags"]!.DeepClone();
        return Task.FromResult(body);
    }
}
