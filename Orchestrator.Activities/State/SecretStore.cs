using System.Text;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.State;

public sealed class SecretStore(IDocumentStore documents) : ISecretStore
{
    private const string Secrets = "secrets";

    public async Task<string?> FindAsync(ClusterKey key, string name, CancellationToken cancellation) =>
        await documents.ReadAsync(KeyOf(key, name), cancellation).ConfigureAwait(false) is { } stored ? Encoding.UTF8.GetString(stored.Content) : null;

    public async Task<string> GetOrAddAsync(ClusterKey key, string name, Func<string> create, CancellationToken cancellation)
    {
        while (true)
        {
            if (await FindAsync(key, name, cancellation).ConfigureAwait(false) is { } found)
            {
                return found;
            }

            var made = create();
            if (await documents.TryWriteAsync(KeyOf(key, name), Encoding.UTF8.GetBytes(made), expectedETag: null, cancellation).ConfigureAwait(false) is not null)
            {
                return made;
            }
        }
    }

    public Task SetAsync(ClusterKey key, string name, string value, CancellationToken cancellation) =>
        documents.WriteAsync(KeyOf(key, name), Encoding.UTF8.GetBytes(value), cancellation);

    public async Task RemoveAllAsync(ClusterKey key, CancellationToken cancellation)
    {
        var prefix = DocumentKey.Of(Secrets, key.Namespace, key.Name) + "/";
        foreach (var secret in await documents.ListAsync(prefix, cancellation).ConfigureAwait(false))
        {
            await documents.TryDeleteAsync(secret, expectedETag: null, cancellation).ConfigureAwait(false);
        }
    }

    private static string KeyOf(ClusterKey key, string name) => DocumentKey.Of(Secrets, key.Namespace, key.Name, name);
}
