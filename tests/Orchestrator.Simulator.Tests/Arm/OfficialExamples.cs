using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>Azure's published examples, where they lie beside the repository.</summary>
internal static partial class OfficialExamples
{
    /// <summary>Null when they are not there.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The files that are requests, by name.</summary>
    public static IReadOnlyList<string> Files { get; } = Folder is null ? [] : [.. Index().Where(static file => file.Value!["uses"]!.AsArray().Count > 0).Select(static file => file.Key).Order(StringComparer.Ordinal)];

    /// <summary>What cannot hold, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> Exceptions { get; } = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Arm", "example-exceptions.txt"))
        .Where(static line => line.Length > 0 && line[0] != '#')
        .Select(static line => line.Split('|', 2, StringSplitOptions.TrimEntries))
        .ToDictionary(static parts => parts[0], static parts => parts[1], StringComparer.Ordinal);

    public static OfficialExample Read(string file)
    {
        var use = Index()[file]!["uses"]![0]!;
        var parameters = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder!, file)))!["parameters"]!.AsObject();
        var path = Parameter().Replace(use["path"]!.ToString(), match => parameters.First(parameter => parameter.Key.Equals(match.Groups[1].Value, StringComparison.OrdinalIgnoreCase)).Value!.ToString().Trim('/'));
        var body = parameters.Select(static parameter => parameter.Value).OfType<JsonObject>().LastOrDefault(static value => !value.ContainsKey("type") || value.ContainsKey("properties") || value.Count > 2);
        return new OfficialExample(use["type"]!.ToString(), use["method"]!.ToString(), path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal), use["apiVersion"]!.ToString(), Clean(body));
    }

    /// <summary>Names in braces stand for themselves.</summary>
    private static JsonObject? Clean(JsonObject? body) => body is null ? null : JsonNode.Parse(Braces().Replace(body.ToJsonString(), "$1"))!.AsObject();

    private static JsonObject Index() => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder!, "index.json")))!["files"]!.AsObject();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "..", "shared", "reference", "arm", "examples");
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\{([\w-]+)\}")]
    private static partial Regex Braces();
}
