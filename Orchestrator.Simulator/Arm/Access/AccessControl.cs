using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm.Access;

/// <summary>
/// Role-based access: a caller may do what a role assigned to it, at the resource or anywhere above, lists among its actions and not among its
/// not-actions. Applications that own the tenant may do everything.
/// </summary>
internal sealed class AccessControl(ArmWorld world)
{
    private readonly HashSet<string> _owners = world.Options.Applications.Append(world.Options.HostIdentity).Where(static application => application.IsOwner)
        .Select(static application => application.ObjectId).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ArmException">403: AuthorizationFailed, or LinkedAuthorizationFailed for what a body refers to.</exception>
    public void Check(string caller, ArmRequest request, ResourcePath path)
    {
        if (_owners.Contains(caller) || IsOpen(request, path, caller))
        {
            return;
        }

        var (action, scope) = (RoleActions.Of(request.Method, path), ScopeOf(path));
        if (!Allows(caller, action, scope))
        {
            throw ArmErrors.AuthorizationFailed(caller, action, scope);
        }

        if (request.Method is "PUT" or "PATCH")
        {
            CheckLinks(caller, action, scope, request);
        }
    }

    /// <summary>True when a role of the caller covers the action at the scope.</summary>
    public bool Allows(string caller, string action, string scope) => _owners.Contains(caller)
        || Assignments(caller).Any(assignment => Covers(assignment.Scope, scope) && RoleActions.Includes(assignment.Role, action, world));

    /// <summary>What the caller may do at a scope, as the roles that are assigned to it there or above say it.</summary>
    public JsonArray Permissions(string caller, string scope) => !world.Options.EnforceRoles || _owners.Contains(caller)
        ? [new JsonObject { ["actions"] = new JsonArray("*"), ["notActions"] = new JsonArray() }]
        : [.. Assignments(caller).Where(assignment => Covers(assignment.Scope, scope)).SelectMany(assignment => RoleActions.PermissionsOf(assignment.Role, world)).Select(static permission => permission.Copy())];

    private void CheckLinks(string caller, string action, string scope, ArmRequest request)
    {
        foreach (var link in References.In(request.Body() ?? [], scope))
        {
            if (RoleActions.Linked(link) is { } needed && !Allows(caller, needed.Action, needed.Scope))
            {
                throw ArmErrors.LinkedAuthorizationFailed(caller, action, scope, needed.Action, needed.Scope);
            }
        }
    }

    /// <summary>What anybody may ask who has signed in: the list of subscriptions, the state of an operation, a query that shows what the caller may read.</summary>
    private bool IsOpen(ArmRequest request, ResourcePath path, string caller)
    {
        if (path.TrailingType.Same("Microsoft.ResourceGraph/resources") || (path.Names.Count == 0 && path.Scope.Length == 0))
        {
            return true;
        }

        var isSubscription = path.Type.Same("Microsoft.Resources/subscriptions") && path.Names.Count == 1 && path.Trailing is null;
        return request.Method is "GET" && (isSubscription ? Assignments(caller).Any(assignment => ResourceTable.IsUnder(assignment.Scope, path.Id) || Covers(assignment.Scope, path.Id)) : IsOperation(path));
    }

    private static bool IsOperation(ResourcePath path) =>
        path.Names.Count > 0 && path.Types[^1].StartsWith("operation", StringComparison.OrdinalIgnoreCase) || path.Types.Any(static type => type.Contains("Operation", StringComparison.OrdinalIgnoreCase));

    private IEnumerable<(string Scope, string Role)> Assignments(string caller) => world.Resources.OfType(RoleAssignments.TypeName)
        .Where(assignment => assignment.Content.Text("properties.principalId").Same(caller))
        .Select(static assignment => (assignment.Content.Text("properties.scope")!, assignment.Content.Text("properties.roleDefinitionId")!));

    private static bool Covers(string assigned, string scope) => assigned is "/" || assigned.Same(scope) || ResourceTable.IsUnder(scope, assigned);

    private static string ScopeOf(ResourcePath path) => path.Id.Length > 0 ? path.Id : "/";
}
