namespace Orchestrator.Activities.State.Identities;

/// <summary>A place where people put the secrets of identities, named as Kubernetes names them: namespace, secret, entry.</summary>
public interface ISecretSource
{
    /// <summary>Null when this place does not have it.</summary>
    Task<string?> FindAsync(string secretNamespace, string name, string entry, CancellationToken cancellation);
}
