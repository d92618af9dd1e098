using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Activities.Tests;

/// <summary>Compares JSON with a file beside the test. Set ORCHESTRATOR_UPDATE_GOLDEN=1 to write the files anew; read the difference before committing it.</summary>
internal static class GoldenFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Verify(JsonNode actual, string name, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(test)!, "Golden", $"{name}.json");
        var text = actual.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("ORCHESTRATOR_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path), $"{path} is missing.");
        Assert.Equal(File.ReadAllText(path), text);
    }
}
