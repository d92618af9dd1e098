using System.Text.RegularExpressions;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

internal sealed partial class ResourceGroups : ResourceType
{
    public const string TypeName = "Microsoft.Resources/resourceGroups";

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.Resources;

    public override IReadOnlyList<string> Immutable => ["managedBy"];

    public override void Accept(ResourceWrite write)
    {
        if (!ValidName().IsMatch(write.Name))
        {
            throw new ArmException(400, "InvalidResourceGroup", $"The provided resource group name '{write.Name}' has these invalid characters or ends with a period. The name can only be a letter, digit, '-', '.', '(', ')' or '_', and 90 characters long at most.");
        }

        if (write.Existing is { } existing && !existing.Location.Same(write.Location))
        {
            throw new ArmException(409, "InvalidResourceGroupLocation", $"Invalid resource group location '{write.Location}'. The Resource group already exists in location '{existing.Location}'.");
        }

        write.Content.Remove("properties");
        write.Content["properties"] = new System.Text.Json.Nodes.JsonObject();
    }

    [GeneratedRegex(@"^[-\w\._\(\)]{0,89}[-\w_\(\)]$")]
    private static partial Regex ValidName();
}
