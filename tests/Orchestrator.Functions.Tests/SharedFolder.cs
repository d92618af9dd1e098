namespace Orchestrator.Functions.Tests;

/// <summary>The reference data that lies beside a checkout; tests that read it skip where it is absent.</summary>
internal static class SharedFolder
{
    public static string Find(params string[] parts)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Orchestrator.sln")))
        {
            directory = directory.Parent;
        }

        var path = Path.Combine([directory!.FullName, "..", "shared", .. parts]);
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"the reference data {string.Join('/', parts)} is not beside this checkout");
        return path;
    }
}
