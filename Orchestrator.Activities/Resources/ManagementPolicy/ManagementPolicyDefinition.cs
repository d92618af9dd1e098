using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.ManagementPolicy;

/// <summary>When Azure deletes backups by itself. An account has one set of rules: those of others stay.</summary>
public sealed class ManagementPolicyDefinition : ResourceDefinition
{
    private const string Rule = "delete-backups";

    public override string Kind => StepKinds.ManagementPolicy;

    public override string Type => ArmTypes.ManagementPolicy;

    public override bool HasTags => false;

    public override IReadOnlyList<string> ImmutablePaths => [];

    public override JsonObject Render(ResourceContext context)
    {
        var backup = context.Spec.Backup!;
        return new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["policy"] = new JsonObject
                {
                    ["rules"] = Json.Objects(
                    [
                        new JsonObject
                        {
                            ["name"] = Rule,
                            ["enabled"] = true,
                            ["type"] = "Lifecycle",
                            ["definition"] = new JsonObject
                            {
                                ["filters"] = new JsonObject { ["blobTypes"] = Json.Strings(["blockBlob"]), ["prefixMatch"] = Json.Strings([$"{backup.Container}/"]) },
                                ["actions"] = new JsonObject
                                {
                                    ["baseBlob"] = new JsonObject { ["delete"] = new JsonObject { ["daysAfterCreationGreaterThan"] = backup.DeleteAfterDays } },
                                },
                            },
                        },
                    ]),
                },
            },
        };
    }
}
