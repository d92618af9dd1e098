namespace Orchestrator.Functions.Access;

/// <summary>The access rule of an HTTP function. Without one only an Admin may call it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresRoleAttribute(Role role) : Attribute
{
    public Role Role { get; } = role;

    /// <summary>
    /// The function itself keeps callers to their namespaces. Else the namespace must stand in its route (<c>clusters/{namespace}/…</c>,
    /// <c>operations/{id}</c>), and callers who are kept to namespaces may not call it where none does.
    /// </summary>
    public bool ScopesItself { get; init; }
}
