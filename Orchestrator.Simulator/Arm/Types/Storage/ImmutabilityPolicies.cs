using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.Storage;

/// <summary>Unlocked it can be changed and removed; locked it can only be made longer, for ever.</summary>
internal sealed class ImmutabilityPolicies : ResourceType
{
    public const string TypeName = "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies";
    private const string Period = "immutabilityPeriodSinceCreationInDays";

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.StorageData;

    public override int WriteStatus(bool created) => 200;

    public static bool IsLocked(ArmResource policy) => policy.Service.Flag("locked");

    public override void Accept(ResourceWrite write)
    {
        BlobServices.CheckDefault(write.Name, "immutabilityPolicyName");
        if (write.Existing is { } existing && IsLocked(existing))
        {
            throw Locked("The immutability policy is locked: it can only be extended.");
        }

        write.Properties.Default(Period, 1);
        write.Properties.Default("allowProtectedAppendWrites", false);
    }

    public override void CheckDelete(ArmResource resource, ArmWorld world)
    {
        if (IsLocked(resource))
        {
            throw Locked("The immutability policy is locked: it cannot be deleted.");
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world) => view.Ensure("properties")["state"] = IsLocked(resource) ? "Locked" : "Unlocked";

    public override JsonNode? Invoke(string action, ArmResource resource, JsonObject body, ArmRequest request, ArmWorld world)
    {
        if (action is not ("lock" or "extend"))
        {
            return null;
        }

        if (request.Header("If-Match") is null)
        {
            throw new ArmException(400, "MissingRequiredHeader", "An HTTP header that's mandatory for this request is not specified: If-Match.");
        }

        return world.Render(world.Keep(action is "lock" ? Lock(resource) : Extend(resource, body)));
    }

    private static ArmResource Lock(ArmResource policy)
    {
        var service = policy.Service.Copy();
        service["locked"] = true;
        return policy with { Service = service };
    }

    private static ArmResource Extend(ArmResource policy, JsonObject body)
    {
        if (!IsLocked(policy))
        {
            throw Locked("Only a locked immutability policy is extended; an unlocked one is written anew.");
        }

        if (body.Number($"properties.{Period}") is not { } days || days < policy.Content.Number($"properties.{Period}"))
        {
            throw ArmErrors.InvalidParameter($"The period of a locked immutability policy can only grow from {policy.Content.Number($"properties.{Period}")} days.", Period);
        }

        var content = policy.Content.Copy();
        content.Ensure("properties")[Period] = days;
        return policy with { Content = content };
    }

    private static ArmException Locked(string message) => new(409, "ImmutabilityPolicyStateConflict", message);
}
