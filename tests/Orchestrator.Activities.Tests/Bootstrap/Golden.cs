using System.Runtime.CompilerServices;

namespace Orchestrator.Activities.Tests.Bootstrap;

/// <summary>Compares with the file next to the tests. Run once with ORCHESTRATOR_RECORD_GOLDEN=1 to record what is new, and read the difference before committing it.</summary>
internal static class Golden
{
    public static void Verify(string name, string actual, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(test)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("ORCHESTRATOR_RECORD_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "(not recorded)", actual);
    }
}
