namespace Orchestrator.Embedded.Hosting.Startup;

/// <summary>Keeps a second host out of a data folder. The operating system releases it when the process dies.</summary>
internal static class DataFolderLock
{
    /// <exception cref="EmbeddedHostException">Another host runs on the folder, or it cannot be written.</exception>
    public static IDisposable Take(string dataFolder)
    {
        try
        {
            Directory.CreateDirectory(dataFolder);
            return new FileStream(Path.Combine(dataFolder, "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedHostException($"The data folder {dataFolder} is in use by another host or cannot be written: {e.Message}", e);
        }
    }
}
