namespace Orchestrator.Cli.Input;

/// <summary>Files that hold secrets: readable by their user only.</summary>
public static class OwnFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the file anew.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // The mode counts only when the file is made, so a leftover with a wider one must go first.
            File.Delete(path);
            options.UnixCreateMode = OwnerOnly;
        }

        using var stream = new FileStream(path, options);
        write(stream);
    }
}
