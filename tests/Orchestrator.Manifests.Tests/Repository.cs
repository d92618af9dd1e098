namespace Orchestrator.Manifests.Tests;

/// <summary>Folders of the source tree.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Tests { get; } = Path.Combine(Root, "tests", "Orchestrator.Manifests.Tests");

    public static string Sample(string name) => File.ReadAllText(Path.Combine(Root, "samples", name));

    public static string Input(string name) => File.ReadAllText(Path.Combine(Tests, "Inputs", name));

    /// <summary>A file of the shared folder beside the repository; skips the test where there is none.</summary>
    public static string Shared(params string[] path)
    {
        var file = Path.Combine([Root, "..", "shared", .. path]);
        Assert.SkipUnless(File.Exists(file), $"{file} is not there.");
        return File.ReadAllText(file);
    }

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
