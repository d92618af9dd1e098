using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.Storage;

/// <summary>Containers, as far as the management plane knows them. One with an immutability policy stays.</summary>
internal sealed partial class BlobContainers : ResourceType
{
    public const string TypeName = "Microsoft.Storage/storageAccounts/blobServices/containers";

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.StorageData;

    public override bool PatchesModel => true;

    public override JsonObject Desired(ArmResource? existing, JsonObject body) => existing is null ? body : existing.Content.MergedWith(body);

    public override void Accept(ResourceWrite write)
    {
        if (!ValidName().IsMatch(write.Name))
        {
            throw new ArmException(400, "ContainerNameInvalid", $"The container name '{write.Name}' is invalid: 3 to 63 lower-case letters, digits and single '-', the first and last a letter or a digit.");
        }

        write.Properties.Default("publicAccess", "None");
        write.Service["modified"] = write.World.Now.ToString("O");
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world) => CheckUnprotected(resource, world);

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        var properties = view.Ensure("properties");
        var policy = PolicyOf(resource, world);
        properties["lastModifiedTime"] = resource.Service["modified"]?.DeepClone();
        properties["leaseStatus"] = "Unlocked";
        properties["leaseState"] = "Available";
        properties["hasLegalHold"] = false;
        properties["hasImmutabilityPolicy"] = policy is not null;
        if (policy is not null)
        {
            properties["immutabilityPolicy"] = new JsonObject { ["etag"] = policy.ETag, ["properties"] = world.Render(policy)["properties"]?.DeepClone() };
        }
    }

    public static ArmResource? PolicyOf(ArmResource container, ArmWorld world) => world.Resources.Find($"{container.Id}/immutabilityPolicies/default");

    /// <exception cref="ArmException">409: its policy protects the container.</exception>
    public static void CheckUnprotected(ArmResource container, ArmWorld world)
    {
        if (PolicyOf(container, world) is { } policy && ImmutabilityPolicies.IsLocked(policy))
        {
            throw new ArmException(409, "ContainerProtectedFromDeletion", $"The storage account container '{container.Name}' is protected from deletion due to ImmutabilityPolicy.");
        }
    }

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex ValidName();
}
