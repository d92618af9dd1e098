using Orchestrator.Cli.Local;

namespace Orchestrator.Cli.Tests.Local;

public sealed class DataFolderLockTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("orc-lock-").FullName, "data");

    [Fact]
    public void Lock_TakenTwice_IsRefusedUntilLetGo()
    {
        using (DataFolderLock.Take(_folder))
        {
            Assert.Equal(ExitCodes.InUse, Assert.Throws<CommandException>(() => DataFolderLock.Take(_folder)).ExitCode);
        }

        DataFolderLock.Take(_folder).Dispose();
    }

    [Fact]
    public void Lock_OnPathOfAFile_IsInvalidInput()
    {
        File.WriteAllText(_folder, "not a folder");

        Assert.Equal(ExitCodes.InvalidInput, Assert.Throws<CommandException>(() => DataFolderLock.Take(_folder)).ExitCode);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);
}
