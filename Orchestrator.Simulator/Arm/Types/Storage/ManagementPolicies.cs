using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.Storage;

/// <summary>The lifecycle rules of an account's blobs: there is one set, <c>default</c>.</summary>
internal sealed class ManagementPolicies : ResourceType
{
    public const string TypeName = "Microsoft.Storage/storageAccounts/managementPolicies";
    private const int MaxRules = 100;

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.Storage;

    public override int WriteStatus(bool created) => 200;

    public override void Accept(ResourceWrite write)
    {
        BlobServices.CheckDefault(write.Name, "managementPolicyName");
        var rules = write.Content.Items("properties.policy.rules").ToList();
        if (rules.Count is 0 or > MaxRules)
        {
            throw ArmErrors.InvalidParameter($"A management policy has 1 to {MaxRules} rules; {rules.Count} were sent.", "properties.policy.rules");
        }

        if (rules.GroupBy(static rule => rule.Text("name"), StringComparer.OrdinalIgnoreCase).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw ArmErrors.InvalidParameter($"The rule name '{twice.Key}' is there more than once.", "properties.policy.rules");
        }

        write.Service["modified"] = write.World.Now.ToString("O");
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world) => view.Ensure("properties")["lastModifiedTime"] = resource.Service["modified"]?.DeepClone();
}
