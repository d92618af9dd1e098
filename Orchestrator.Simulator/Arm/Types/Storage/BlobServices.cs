using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.Storage;

/// <summary>The settings for all blobs of an account: there is one, <c>default</c>, as long as the account.</summary>
internal sealed class BlobServices : ResourceType
{
    public const string TypeName = "Microsoft.Storage/storageAccounts/blobServices";

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.Storage;

    public override int WriteStatus(bool created) => 200;

    public override void Accept(ResourceWrite write) => CheckDefault(write.Name, "BlobServicesName");

    public override void CheckDelete(ArmResource resource, ArmWorld world) => throw ArmErrors.MethodNotAllowed("DELETE");

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world) =>
        view["sku"] = world.Resources.Find(References.OwnerOf(resource.Id))?.Content["sku"]?.DeepClone();

    /// <exception cref="ArmException">400: the resource is of a kind that has one name only.</exception>
    public static void CheckDefault(string name, string parameter)
    {
        if (!name.Same("default"))
        {
            throw new ArmException(400, "InvalidValuesForRequestParameters", $"Values for request parameters are invalid: {parameter}. The name '{name}' must be 'default'.");
        }
    }
}
