using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.State;

public sealed class StoresTests : IDisposable
{
    private static readonly ClusterKey Key = new("default", "c1");
    private static readonly ClusterDocument Document = new() { Key = Key, Generation = 1, SpecHash = "h", Spec = Specs.Sample() };

    private readonly DocumentStoreFixture _fixture = new();
    private readonly IDocumentStore _documents;

    public StoresTests() => _documents = _fixture.Open();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task ClusterStore_SecondWriterWithOldETag_Conflicts()
    {
        var store = new ClusterStore(_documents);
        var saved = await store.SaveAsync(Document, default);
        await store.SaveAsync(saved with { Generation = 2 }, default);

        var error = await Assert.ThrowsAsync<OrchestratorException>(() => store.SaveAsync(saved with { Generation = 3 }, default));

        Assert.Equal(ErrorCatalog.StateConflict.Code, error.Error.Code);
        Assert.Equal(2, (await store.FindAsync(Key, default))!.Generation);
    }

    [Fact]
    public async Task SecretStore_ManyAtOnce_AllGetTheFirst()
    {
        var made = 0;
        var secrets = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            await Task.Yield();
            return await new SecretStore(_documents).GetOrAddAsync(Key, "ca.key", () => $"{Interlocked.Increment(ref made)}", default);
        }));

        Assert.Single(secrets.Distinct(StringComparer.Ordinal));
        await new SecretStore(_documents).RemoveAllAsync(Key, default);
        Assert.Null(await new SecretStore(_documents).FindAsync(Key, "ca.key", default));
    }
}
