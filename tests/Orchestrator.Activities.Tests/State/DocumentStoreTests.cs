using System.Globalization;
using System.Text;
using Azure.Storage.Blobs.Specialized;
using Orchestrator.Activities.State;
using Orchestrator.Determinism.Chance;
using Orchestrator.Embedded.Tests.Hosting.Queues;

namespace Orchestrator.Activities.Tests.State;

/// <summary>One contract, two stores: what holds of files must hold of blobs.</summary>
public sealed class DocumentStoreTests(Azurite azurite) : IClassFixture<Azurite>
{
    public static TheoryData<string> Kinds => [DocumentStoreFixture.Folder, DocumentStoreFixture.Blob];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Read_AfterWrite_GivesWhatWasWritten(string kind)
    {
        using var fixture = Fixture(kind);
        var store = fixture.Open();

        var etag = await store.TryWriteAsync("a/b", Bytes("one"), expectedETag: null, default);
        var read = await fixture.Open().ReadAsync("a/b", default);

        Assert.Equal("one", Encoding.UTF8.GetString(read!.Content));
        Assert.Equal(etag, read.ETag);
        Assert.Null(await store.ReadAsync("a/c", default));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task TryWrite_ConditionNotMet_ChangesNothing(string kind)
    {
        using var fixture = Fixture(kind);
        var store = fixture.Open();
        var first = await store.TryWriteAsync("a", Bytes("one"), null, default);

        Assert.Null(await store.TryWriteAsync("a", Bytes("two"), null, default));
        Assert.NotNull(await store.TryWriteAsync("a", Bytes("three"), first, default));
        Assert.Null(await store.TryWriteAsync("a", Bytes("four"), first, default));
        Assert.Null(await store.TryWriteAsync("missing", Bytes("x"), first, default));
        Assert.Equal("three", Encoding.UTF8.GetString((await store.ReadAsync("a", default))!.Content));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task TryDelete_GoneOrConditionMet_IsTrueElseFalse(string kind)
    {
        using var fixture = Fixture(kind);
        var store = fixture.Open();
        var first = await store.TryWriteAsync("a", Bytes("one"), null, default);
        var second = await store.TryWriteAsync("a", Bytes("two"), first, default);

        Assert.False(await store.TryDeleteAsync("a", first, default));
        Assert.True(await store.TryDeleteAsync("a", second, default));
        Assert.True(await store.TryDeleteAsync("a", null, default));
        Assert.False(await store.TryDeleteAsync("a", second, default));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task List_Prefix_GivesItsKeysInOrder(string kind)
    {
        using var fixture = Fixture(kind);
        var store = fixture.Open();
        foreach (var key in new[] { "p/b/2", "p/a", "pp/c", "q" })
        {
            await store.WriteAsync(key, Bytes(key), default);
        }

        Assert.Equal(["p/a", "p/b/2"], await store.ListAsync("p/", default));
        Assert.Empty(await store.ListAsync("nothing/", default));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task TryWrite_ManyWritersThroughTwoClients_EachRoundHasOneWinner(string kind)
    {
        using var fixture = Fixture(kind);
        IDocumentStore[] clients = [fixture.Open(), fixture.Open()];
        string? etag = null;
        for (var round = 0; round < 5; round++)
        {
            var expected = etag;
            var attempts = await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
            {
                await Task.Yield();
                return await clients[writer % 2].TryWriteAsync("contended", Bytes($"{round}-{writer}"), expected, default);
            }));
            etag = Assert.Single(attempts, static attempt => attempt is not null);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task List_MoreThanOnePage_GivesAllInOrder(string kind)
    {
        using var fixture = Fixture(kind);
        var store = fixture.Open(pageSize: 3);
        var keys = Enumerable.Range(0, 11).Select(static i => $"p/{i:D2}").ToList();
        foreach (var key in keys.AsEnumerable().Reverse())
        {
            await store.WriteAsync(key, Bytes(key), default);
        }

        Assert.Equal(keys, await store.ListAsync("p/", default));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task TryWrite_ReadChangeWriteByManyAtOnce_LosesNoChange(string kind)
    {
        using var fixture = Fixture(kind);
        IDocumentStore[] clients = [fixture.Open(), fixture.Open()];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            await Task.Yield();
            for (string? written = null; written is null;)
            {
                var before = await clients[writer % 2].ReadAsync("counter", default);
                var next = before is null ? 1 : int.Parse(Encoding.UTF8.GetString(before.Content), CultureInfo.InvariantCulture) + 1;
                written = await clients[writer % 2].TryWriteAsync("counter", Bytes($"{next}"), before?.ETag, default);
            }
        }));

        Assert.Equal("8", Encoding.UTF8.GetString((await clients[0].ReadAsync("counter", default))!.Content));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Write_WhateverWasThere_ChangesTheETag(string kind)
    {
        using var fixture = Fixture(kind);
        var store = fixture.Open();
        var first = await store.TryWriteAsync("a", Bytes("one"), null, default);

        await store.WriteAsync("a", Bytes("two"), default);

        Assert.Null(await store.TryWriteAsync("a", Bytes("three"), first, default));
        Assert.False(await store.TryDeleteAsync("a", first, default));
    }

    [Fact]
    public async Task BlobStore_ContainerRemovedMeanwhile_IsMadeAgain()
    {
        using var fixture = Fixture(DocumentStoreFixture.Blob);
        var store = fixture.Open();
        await store.WriteAsync("a", Bytes("one"), default);
        await fixture.Container.DeleteAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Null(await store.ReadAsync("a", default));
        Assert.Empty(await store.ListAsync("", default));
        Assert.NotNull(await store.TryWriteAsync("a", Bytes("two"), null, default));
    }

    [Fact]
    public async Task BlobStore_BlobIsLeased_FailsAndIsNoConflict()
    {
        using var fixture = Fixture(DocumentStoreFixture.Blob);
        var store = fixture.Open();
        var etag = await store.TryWriteAsync("a", Bytes("one"), null, default);
        await fixture.Container.GetBlobClient("a").GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(60), cancellationToken: TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<global::Azure.RequestFailedException>(() => store.TryWriteAsync("a", Bytes("two"), etag, default));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("../../etc")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    public async Task Key_HostileSegment_StaysInItsPlace(string segment)
    {
        using var fixture = new DocumentStoreFixture();
        var store = fixture.Open();
        var key = DocumentKey.Of("safe", segment);

        await store.WriteAsync(key, Bytes("x"), default);

        Assert.Equal([key], await store.ListAsync("safe/", default));
        Assert.Equal(segment, DocumentKey.Unescape(key["safe/".Length..]));
    }

    [Fact]
    public async Task FolderStore_LeftOverTemporaryFile_IsNoDocument()
    {
        using var fixture = new DocumentStoreFixture();
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            using var store = new FolderDocumentStore(folder.FullName, new SystemRandomness());
            await store.WriteAsync("a/b", Bytes("x"), default);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "a", ".half.tmp"), "written by a process that died");

            Assert.Equal(["a/b"], await store.ListAsync("a/", default));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private DocumentStoreFixture Fixture(string kind) => new(kind == DocumentStoreFixture.Blob ? azurite.ConnectionString : null);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
