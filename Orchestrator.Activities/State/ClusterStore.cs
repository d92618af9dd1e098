using System.Globalization;
using System.Text.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.State;

public sealed class ClusterStore(IDocumentStore documents) : IClusterStore
{
    private const string Clusters = "clusters";
    private const string Specs = "specs";
    private const string Plans = "plans";
    private const string Namespaces = "namespaces";
    private const string Identities = "identities";

    public async Task<ClusterDocument?> FindAsync(ClusterKey key, CancellationToken cancellation) =>
        await documents.ReadAsync(KeyOf(key), cancellation).ConfigureAwait(false) is { } stored
            ? Read<ClusterDocument>(stored) with { ETag = stored.ETag }
            : null;

    public async Task<IReadOnlyList<ClusterDocument>> ListAsync(CancellationToken cancellation)
    {
        var clusters = new List<ClusterDocument>();
        foreach (var key in await documents.ListAsync($"{Clusters}/", cancellation).ConfigureAwait(false))
        {
            if (await documents.ReadAsync(key, cancellation).ConfigureAwait(false) is { } stored)
            {
                clusters.Add(Read<ClusterDocument>(stored) with { ETag = stored.ETag });
            }
        }

        return clusters;
    }

    public async Task<ClusterDocument> SaveAsync(ClusterDocument document, CancellationToken cancellation)
    {
        var etag = await documents.TryWriteAsync(KeyOf(document.Key), Write(document), document.ETag, cancellation).ConfigureAwait(false)
            ?? throw Conflict(document.Key);
        return document with { ETag = etag };
    }

    public async Task<ClusterSpec> GetSpecAsync(ClusterKey key, int generation, CancellationToken cancellation) =>
        await FindSpecAsync(key, generation, cancellation).ConfigureAwait(false)
            ?? throw new OrchestratorException(ErrorCatalog.ClusterNotFound.With($"Cluster {key} has no generation {generation}.", key.ToString()));

    public async Task<ClusterSpec?> FindSpecAsync(ClusterKey key, int generation, CancellationToken cancellation) =>
        await documents.ReadAsync(SpecKey(key, generation), cancellation).ConfigureAwait(false) is { } stored ? Read<ClusterSpec>(stored) : null;

    public Task SaveSpecAsync(ClusterSpec spec, int generation, CancellationToken cancellation) =>
        documents.WriteAsync(SpecKey(spec.Key, generation), Write(spec), cancellation);

    public async Task<ClusterPlan?> GetPlanAsync(ClusterKey key, string operationId, CancellationToken cancellation) =>
        await documents.ReadAsync(PlanKey(key, operationId), cancellation).ConfigureAwait(false) is { } stored ? Read<ClusterPlan>(stored) : null;

    public Task SavePlanAsync(string operationId, ClusterPlan plan, CancellationToken cancellation) =>
        documents.WriteAsync(PlanKey(plan.Cluster, operationId), Write(plan), cancellation);

    public Task<IReadOnlyList<IdentitySpec>> ListIdentitiesAsync(CancellationToken cancellation) => ReadAllAsync<IdentitySpec>(Identities, cancellation);

    public Task SaveIdentityAsync(IdentitySpec identity, CancellationToken cancellation) =>
        documents.WriteAsync(DocumentKey.Of(Identities, identity.Namespace, identity.Name), Write(identity), cancellation);

    public Task<IReadOnlyList<NamespaceSpec>> ListNamespacesAsync(CancellationToken cancellation) => ReadAllAsync<NamespaceSpec>(Namespaces, cancellation);

    public Task SaveNamespaceAsync(NamespaceSpec described, CancellationToken cancellation) =>
        documents.WriteAsync(DocumentKey.Of(Namespaces, described.Name), Write(described), cancellation);

    private async Task<IReadOnlyList<T>> ReadAllAsync<T>(string folder, CancellationToken cancellation)
    {
        var all = new List<T>();
        foreach (var key in await documents.ListAsync($"{folder}/", cancellation).ConfigureAwait(false))
        {
            if (await documents.ReadAsync(key, cancellation).ConfigureAwait(false) is { } stored)
            {
                all.Add(Read<T>(stored));
            }
        }

        return all;
    }

    private static string KeyOf(ClusterKey key) => DocumentKey.Of(Clusters, key.Namespace, key.Name);

    private static string SpecKey(ClusterKey key, int generation) =>
        DocumentKey.Of(Specs, key.Namespace, key.Name, generation.ToString("D8", CultureInfo.InvariantCulture));

    private static string PlanKey(ClusterKey key, string operationId) => DocumentKey.Of(Plans, key.Namespace, key.Name, operationId);

    private static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, ContractJson.Indented);

    private static T Read<T>(StoredDocument stored) =>
        JsonSerializer.Deserialize<T>(stored.Content, ContractJson.Options) ?? throw new InvalidDataException($"The document {stored.Key} is empty.");

    private static OrchestratorException Conflict(ClusterKey key) => new(ErrorCatalog.StateConflict.With(target: key.ToString()));
}
