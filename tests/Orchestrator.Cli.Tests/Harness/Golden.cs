using System.Runtime.CompilerServices;

namespace Orchestrator.Cli.Tests.Harness;

/// <summary>Big outputs as files in the folder Golden. Run the tests with UPDATE_GOLDEN=1 to accept what they print now; read the diff before you commit it.</summary>
internal static class Golden
{
    public static void Matches(string name, string actual, [CallerFilePath] string caller = "")
    {
        var text = Normalize(actual);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1")
        {
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(caller)!, "..", "Golden", name), text);
            return;
        }

        var path = Path.Combine(AppContext.BaseDirectory, "Golden", name);
        Assert.True(File.Exists(path), $"{name} is missing: run the tests with UPDATE_GOLDEN=1 and read what it holds.");
        Assert.Equal(File.ReadAllText(path), text);
    }

    /// <summary>Tables pad their last column; files must not end lines with spaces.</summary>
    private static string Normalize(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(static line => line.TrimEnd())).TrimEnd('\n') + "\n";
}
