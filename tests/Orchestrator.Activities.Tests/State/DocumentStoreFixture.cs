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
    private readonly string _kind;

    public DocumentStoreFixture(string kind)
    {
        _kind = kind;
        if (kind == Blob && Connection is null)
        {
            Assert.Skip("Set ORCHESTRATOR_TEST_STORAGE to a storage connection string (Azurite: UseDevelopmentStorage=true) to test the blob store.");
        }
    }

    private static string? Connection => Environment.GetEnvironmentVariable("ORCHESTRATOR_TEST_STORAGE");

    public IDocumentStore Open() => _kind == Blob
        ? new BlobDocumentStore(new BlobContainerClient(Connection, _container))
        : new FolderDocumentStore(_folder, new SystemRandomness());

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
