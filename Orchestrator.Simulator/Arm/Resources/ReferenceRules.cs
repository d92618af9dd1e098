using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm.Resources;

/// <summary>What a write refers to must be there, in the same region, and ready. Types that are not simulated are taken on trust.</summary>
internal static class ReferenceRules
{
    public static void Check(ResourceWrite write)
    {
        foreach (var reference in References.All(write.Content))
        {
            if (ResourceTable.IsUnder(reference, write.Id))
            {
                CheckOwn(write, reference);
            }
            else if (!reference.Same(write.Id))
            {
                CheckOther(write, reference);
            }
        }
    }

    private static void CheckOwn(ResourceWrite write, string reference)
    {
        var collection = reference[(write.Id.Length + 1)..].Split('/')[0];
        if (write.Type.Inline.Any(inline => inline.Name.Same(collection)) && !InlineElements.Contains(write.Content, write.Id, reference))
        {
            throw NetworkErrors.InvalidReference(reference, write.Id);
        }
    }

    private static void CheckOther(ResourceWrite write, string reference)
    {
        var path = Requests.ResourcePath.Parse(reference);
        if (path is null || path.Names.Count == 0 || !(write.World.Types.Find(path.Type) is not null || write.World.Types.FindInline(path.Type) is not null) || IsNewDisk(write, path.Type) || IsImage(path.Type))
        {
            return;
        }

        var target = write.World.Resources.Find(reference) ?? OwnerWith(write, reference) ?? throw NetworkErrors.InvalidReference(reference, write.Id);
        if (write.Location.Length > 0 && IsBoundToRegion(target, write.World) && !write.Type.IsGlobal && !target.Location.Same(write.Location))
        {
            throw NetworkErrors.InvalidReference(reference, write.Id);
        }

        if (!target.IsReady)
        {
            throw NetworkErrors.ReferencedNotProvisioned(target.Id, write.Id, target.State, target.LastOperation);
        }
    }

    /// <summary>Network resources serve their own region only, except those of no region and DDoS plans.</summary>
    private static bool IsBoundToRegion(ArmResource target, ArmWorld world) =>
        target.Location.Length > 0 && world.Types.Get(target.Type) is NetworkType and not DdosProtectionPlans;

    /// <summary>A machine names the disks that its own creation makes.</summary>
    private static bool IsNewDisk(ResourceWrite write, string type) => write.Type is ComputeType && type.Same(Disks.TypeName);

    /// <summary>Compute finds images by rules of its own.</summary>
    private static bool IsImage(string type) => type.Same(Images.TypeName) || type.StartsWith(Galleries.TypeName, StringComparison.OrdinalIgnoreCase);

    private static ArmResource? OwnerWith(ResourceWrite write, string reference) =>
        References.OwnerOf(reference) is { } ownerId && write.World.Resources.Find(ownerId) is { } owner && InlineElements.Contains(owner.Content, owner.Id, reference) ? owner : null;
}
