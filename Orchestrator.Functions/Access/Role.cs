namespace Orchestrator.Functions.Access;

/// <summary>What callers may do; each role may do all that the ones before it may. The names are those of the <c>roles</c> claim.</summary>
public enum Role
{
    None,

    /// <summary>Sees clusters, plans, operations and history.</summary>
    Reader,

    /// <summary>Changes clusters and steers operations.</summary>
    Operator,

    /// <summary>Deletes, hands out kubeconfigs, brings identities, secrets and namespaces.</summary>
    Admin,
}
