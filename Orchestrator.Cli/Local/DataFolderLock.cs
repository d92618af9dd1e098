namespace Orchestrator.Cli.Local;

/// <summary>Keeps a second server out of a data folder. The operating system lets go of it when the process dies, however it dies.</summary>
public sealed class DataFolderLock : IDisposable
{
    private const string FileName = "orc.lock";
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <exception cref="CommandException">Another server runs on the folder, or it cannot be used.</exception>
    public static DataFolderLock Take(string dataFolder)
    {
        try
        {
            Directory.CreateDirectory(dataFolder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.InvalidInput, $"The data folder {dataFolder} cannot be made: {exception.Message}", "Name another with --data-folder.", exception);
        }

        try
        {
            return new DataFolderLock(new FileStream(Path.Combine(dataFolder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new CommandException(ExitCodes.InvalidInput, $"You may not write to the data folder {dataFolder}.", "Name another with --data-folder.", exception);
        }
        catch (IOException exception)
        {
            throw new CommandException(ExitCodes.InUse, $"Another server runs on the data folder {dataFolder}.", "Stop it, or name another folder with --data-folder.", exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
