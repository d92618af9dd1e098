using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Embedded.Tests.Hosting.Queues;

namespace Orchestrator.Activities.Tests.State;

public sealed class ResourceIndexTests(Azurite azurite) : IClassFixture<Azurite>, IDisposable
{
    private const string Group = "/subscriptions/s/resourceGroups/c1";
    private const string Vnet = Group + "/providers/Microsoft.Network/virtualNetworks/c1-vnet";
    private const string ScaleSet = Group + "/providers/Microsoft.Compute/virtualMachineScaleSets/pool";
    private static readonly ClusterKey Key = new("default", "c1");
    private static readonly ClusterKey Other = new("default", "c2");
    private readonly List<DocumentStoreFixture> _fixtures = [];

    public static TheoryData<string> Kinds => [DocumentStoreFixture.Folder, DocumentStoreFixture.Blob];

    public void Dispose() => _fixtures.ForEach(static fixture => fixture.Dispose());

    [Theory]
    [InlineData(Vnet, true)]
    [InlineData(Vnet + "/subnets/node-subnet", true)]
    [InlineData(Vnet + "/", true)]
    [InlineData(Vnet + "-other", false)]
    [InlineData(Group + "/providers/Microsoft.Network/routeTables/other", false)]
    [InlineData(Group, false)]
    [InlineData("/subscriptions/s", false)]
    [InlineData("no id at all", false)]
    public async Task Find_AnyId_TakesOneRead(string id, bool isOurs)
    {
        var documents = new CountingStore(Documents(DocumentStoreFixture.Folder));
        var index = new ResourceIndex(documents);
        await index.RecordAsync(Key, Vnet, "default.c1.3", default);
        var before = documents.Reads;

        var found = await index.FindAsync(id.ToUpperInvariant(), default);

        Assert.Equal(isOurs ? new IndexedResource(Key, Vnet, "default.c1.3") : null, found);
        Assert.Equal(1, documents.Reads - before);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Find_InstanceOfAScaleSet_LeadsToTheOperationThatWroteLast(string kind)
    {
        var index = new ResourceIndex(Documents(kind));
        await index.RecordAsync(Key, ScaleSet, "default.c1.1", default);
        await index.RecordAsync(Key, ScaleSet, "default.c1.2", default);
        await index.RecordAsync(Key, ScaleSet, operationId: null, default);

        Assert.Equal(new IndexedResource(Key, ScaleSet, "default.c1.2"), await index.FindAsync(ScaleSet + "/virtualMachines/7", default));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Find_OurSubnetOfABorrowedNetwork_NeitherTheNetworkNorItsOtherSubnets(string kind)
    {
        var index = new ResourceIndex(Documents(kind));
        await index.RecordAsync(Key, Vnet + "/subnets/ours", null, default);
        await index.RecordAsync(Other, Vnet + "/subnets/theirs", null, default);

        Assert.Equal(Key, (await index.FindAsync(Vnet + "/subnets/ours", default))!.Cluster);
        Assert.Equal(Other, (await index.FindAsync(Vnet + "/subnets/theirs", default))!.Cluster);
        Assert.Null(await index.FindAsync(Vnet + "/subnets/nobodys", default));
        Assert.Null(await index.FindAsync(Vnet, default));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Record_ManyChildrenAtOnceThroughTwoClients_LosesNone(string kind)
    {
        var fixture = Fixture(kind);
        ResourceIndex[] clients = [new(fixture.Open()), new(fixture.Open())];
        string[] ids = [.. Enumerable.Range(0, 12).Select(static i => $"{Vnet}/subnets/s{i:D2}")];

        await Task.WhenAll(ids.Select(async (id, i) =>
        {
            await Task.Yield();
            await clients[i % 2].RecordAsync(Key, id, "default.c1.1", default);
        }));

        Assert.Equal(ids, await clients[0].ListAsync(Key, default));
        foreach (var id in ids)
        {
            Assert.Equal(id, (await clients[1].FindAsync(id, default))!.ResourceId);
        }
    }

    [Fact]
    public async Task Record_WhatIsRecordedAlready_ReadsOnceAndWritesNothing()
    {
        var documents = new CountingStore(Documents(DocumentStoreFixture.Folder));
        var index = new ResourceIndex(documents);
        await index.RecordAsync(Key, Vnet, "default.c1.1", default);
        var (reads, writes) = (documents.Reads, documents.Writes);

        await index.RecordAsync(Key, Vnet.ToUpperInvariant(), "default.c1.1", default);

        Assert.Equal((1, 0), (documents.Reads - reads, documents.Writes - writes));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task RemoveAll_OneCluster_LeavesTheOthers(string kind)
    {
        var index = new ResourceIndex(Documents(kind));
        await index.RecordAsync(Key, Group, "default.c1.1", default);
        await index.RecordAsync(Key, Vnet, "default.c1.1", default);
        await index.RecordAsync(Other, Vnet + "/subnets/theirs", "default.c2.1", default);

        await index.RemoveAllAsync(Key, default);

        Assert.Empty(await index.ListAsync(Key, default));
        Assert.False(await index.ContainsAsync(Key, Vnet, default));
        Assert.Null(await index.FindAsync(Vnet, default));
        Assert.Null(await index.FindAsync(Group, default));
        Assert.Equal(Other, (await index.FindAsync(Vnet + "/subnets/theirs", default))!.Cluster);
    }

    private IDocumentStore Documents(string kind) => Fixture(kind).Open();

    private DocumentStoreFixture Fixture(string kind)
    {
        var fixture = new DocumentStoreFixture(kind == DocumentStoreFixture.Blob ? azurite.ConnectionString : null);
        _fixtures.Add(fixture);
        return fixture;
    }
}
