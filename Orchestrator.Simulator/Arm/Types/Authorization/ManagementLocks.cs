using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.Authorization;

/// <summary>Locks at any scope hold for all below it: CanNotDelete against deletes, ReadOnly against writes too.</summary>
internal sealed class ManagementLocks : ResourceType
{
    public const string TypeName = "Microsoft.Authorization/locks";

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.Authorization;

    public override bool IsTracked => false;

    public override bool IsExtension => true;

    public override void Accept(ResourceWrite write)
    {
        if (write.Content.Text("properties.level").Same("NotSpecified"))
        {
            throw ArmErrors.InvalidRequestContent("The lock level 'NotSpecified' cannot be set; use CanNotDelete or ReadOnly");
        }
    }

    /// <summary>Refuses what a lock at the id or above it forbids. A delete is also refused by locks below, since it would take them along.</summary>
    /// <exception cref="ArmException">409 ScopeLocked.</exception>
    public static void Check(string method, ResourcePath path, ArmWorld world)
    {
        var isDelete = method is "DELETE";
        if (method is "GET" or "HEAD" || path.Type.Same(TypeName))
        {
            return;
        }

        var holding = world.Resources.OfType(TypeName)
            .Where(held => isDelete || held.Content.Text("properties.level").Same("ReadOnly"))
            .Select(static held => ResourcePath.Parse(held.Id)!.Scope)
            .Where(scope => scope.Same(path.Id) || ResourceTable.IsUnder(path.Id, scope) || (isDelete && ResourceTable.IsUnder(scope, path.Id)))
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (holding.Count > 0)
        {
            throw ArmErrors.ScopeLocked(path.Id, isDelete ? "delete" : "write", holding);
        }
    }
}
