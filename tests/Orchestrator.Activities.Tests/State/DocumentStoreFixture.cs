using Azure.Storage.Blobs;
using Orchestrator.Activities.State;
using Orchestrator.Determinism.Chance;

namespace Orchestrator.Activities.Tests.State;

/// <summary>Makes an empty store of either kind, and as many clients of it as a test wants.</summary>
internal sealed class DocumentStoreFixture : IDisposable
{
    public const string Folder = "folder";
    public const string Blob = "blob";

    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-state-").FullName;
    private readonly string _container = "t" + new SystemRandomness().NextString(20);
    private readonly string? _connection;

    /// <param name="connection">The storage account of the blobs; null: files.</param>
    public DocumentStoreFixture(string? connection = null) => _connection = connection;

    public BlobContainerClient Container => new(_connection, _container);

    public IDocumentStore Open(int? pageSize = null) =>
        _connection is null ? new FolderDocumentStore(_folder, new SystemRandomness()) : new BlobDocumentStore(Container, pageSize);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
