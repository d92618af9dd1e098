using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orchestrator.Simulator.Machines.UserData;

/// <summary>Reads user data as cloud-init does: base64, perhaps gzip, then a single document or a MIME multipart of several.</summary>
internal static partial class UserDataReader
{
    private const int LargestCustomData = 64 * 1024;

    /// <exception cref="BootFailure">cloud-init could not use it.</exception>
    public static CloudConfig Read(string? customDataBase64, InstanceMetadata metadata)
    {
        var document = new JsonObject();
        var scripts = new List<string>();
        foreach (var part in Parts(Text(customDataBase64)))
        {
            ReadPart(part, metadata, document, scripts);
        }

        return CloudConfig.From(document, scripts);
    }

    private static string Text(string? customDataBase64)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(customDataBase64 ?? "");
        }
        catch (FormatException)
        {
            throw new BootFailure("the custom data is not base64");
        }

        if (bytes.Length > LargestCustomData)
        {
            throw new BootFailure($"the custom data has {bytes.Length} bytes, more than the {LargestCustomData} that Azure takes");
        }

        try
        {
            return Encoding.UTF8.GetString(bytes is [0x1f, 0x8b, ..] ? WriteFiles.Decompress(bytes) : bytes);
        }
        catch (InvalidDataException problem)
        {
            throw new BootFailure($"the custom data looks like gzip and is not: {problem.Message}");
        }
    }

    private static void ReadPart(string part, InstanceMetadata metadata, JsonObject document, List<string> scripts)
    {
        if (JinjaHeader().Match(part) is { Success: true } header)
        {
            part = metadata.Render(part[header.Length..]);
        }

        if (part.StartsWith("#!", StringComparison.Ordinal))
        {
            scripts.Add(part);
            return;
        }

        if (!part.StartsWith("#cloud-config", StringComparison.Ordinal))
        {
            if (part.Trim().Length > 0)
            {
                var start = part.TrimStart().Split('\n')[0];
                throw new BootFailure($"cloud-init: unhandled user data that starts with '{start[..Math.Min(40, start.Length)]}'");
            }

            return;
        }

        foreach (var (key, value) in CloudConfigOf(part))
        {
            document[key] = value?.DeepClone();
        }
    }

    private static JsonObject CloudConfigOf(string part)
    {
        try
        {
            return YamlDocuments.Parse(part) switch
            {
                [] or [null] => [],
                [JsonObject mapping] => mapping,
                _ => throw new BootFailure("cloud-init: the cloud-config is not one mapping"),
            };
        }
        catch (FormatException problem)
        {
            throw new BootFailure($"cloud-init: failed loading the cloud-config: {problem.Message}");
        }
    }

    private static IEnumerable<string> Parts(string text)
    {
        var (headers, body) = SplitHeaders(text);
        var boundary = Boundary().Match(headers);
        if (!boundary.Success)
        {
            yield return text;
            yield break;
        }

        var delimiter = "--" + boundary.Groups[1].Value.Trim('"');
        foreach (var piece in ("\n" + body).Split("\n" + delimiter)[1..])
        {
            if (piece.StartsWith("--", StringComparison.Ordinal))
            {
                yield break;
            }

            var (partHeaders, content) = SplitHeaders(piece.TrimStart('\r', '\n'));
            yield return partHeaders.Contains("base64", StringComparison.OrdinalIgnoreCase)
                ? Encoding.UTF8.GetString(Convert.FromBase64String(content.Trim()))
                : content;
        }
    }

    private static (string Headers, string Body) SplitHeaders(string text)
    {
        var normal = text.ReplaceLineEndings("\n");
        var end = normal.IndexOf("\n\n", StringComparison.Ordinal);
        return end < 0 ? (normal, "") : (normal[..end], normal[(end + 2)..]);
    }

    [GeneratedRegex(@"\A##\s*template:\s*jinja[^\n]*\n")]
    private static partial Regex JinjaHeader();

    [GeneratedRegex("""\A(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*Content-Type:\s*multipart/[a-z]+;[^\n]*?(?:\n[ \t][^\n]*?)*boundary=("?[^\s";]+"?)""", RegexOptions.IgnoreCase)]
    private static partial Regex Boundary();
}
