namespace Orchestrator.Embedded.Storage;

/// <summary>Keeps a second process off a database and its journal.</summary>
internal static class StoreLock
{
    // SQLite's own locks would let a second engine in between transactions; two engines on one history would run everything twice.
    public static IDisposable Take(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new EngineStoreException($"The data folder of '{path}' cannot be written: {denied.Message}", denied);
        }
        catch (IOException inUse)
        {
            throw new EngineStoreException(
                $"'{path}' cannot be locked ({inUse.Message}). Another process probably uses this data folder: stop it, or choose another folder.", inUse);
        }
    }
}
