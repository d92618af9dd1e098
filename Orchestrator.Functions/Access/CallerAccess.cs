using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;

namespace Orchestrator.Functions.Access;

/// <summary>What a caller may do, and where.</summary>
/// <param name="Namespaces">Null: in all of them.</param>
public sealed record CallerAccess(Caller Caller, Role Role, IReadOnlySet<string>? Namespaces = null)
{
    public bool MayEnter(string @namespace) => Namespaces?.Contains(@namespace) != false;

    /// <exception cref="OrchestratorException">RoleMissing.</exception>
    public void Require(Role role, string what)
    {
        if (Role < role)
        {
            var held = Role == Role.None ? "has no role" : $"has the role {Role}";
            throw new OrchestratorException(ErrorCatalog.RoleMissing.With($"To {what} takes the role {role}; {Caller.Name} {held}."));
        }
    }

    /// <exception cref="OrchestratorException">NamespaceForbidden.</exception>
    public void Require(string @namespace)
    {
        if (!MayEnter(@namespace))
        {
            throw new OrchestratorException(ErrorCatalog.NamespaceForbidden.With($"{Caller.Name} may not act in the namespace '{@namespace}', only in: {Allowed}.", @namespace));
        }
    }

    /// <exception cref="OrchestratorException">NamespaceForbidden.</exception>
    public void RequireAllNamespaces(string what)
    {
        if (Namespaces is not null)
        {
            throw new OrchestratorException(ErrorCatalog.NamespaceForbidden.With($"{what} concerns all namespaces; {Caller.Name} may act only in: {Allowed}."));
        }
    }

    private string Allowed => Namespaces is { Count: > 0 } ? string.Join(", ", Namespaces.Order(StringComparer.Ordinal)) : "none";
}
