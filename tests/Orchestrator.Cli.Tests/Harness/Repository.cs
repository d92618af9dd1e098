namespace Orchestrator.Cli.Tests.Harness;

/// <summary>The source tree that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Orchestrator.sln is in no folder above the tests.");
        }

        return folder.FullName;
    }
}
