using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Machines.UserData;

/// <summary>cloud-init's <c>write_files</c>.</summary>
internal static class WriteFiles
{
    public static IReadOnlyDictionary<string, WrittenFile> From(JsonNode? section)
    {
        var files = new Dictionary<string, WrittenFile>(StringComparer.Ordinal);
        if (section is null)
        {
            return files;
        }

        foreach (var item in section as JsonArray ?? throw new BootFailure("cloud-init: write_files must be a list"))
        {
            var path = item?["path"]?.ToString() ?? throw new BootFailure("cloud-init: write_files: an entry has no path");
            var content = Decode(path, item["content"]?.ToString() ?? "", item["encoding"]?.ToString() ?? "");
            var append = item["append"]?.ToString() is "true" && files.TryGetValue(path, out var before) ? before.Content : "";
            files[path] = new WrittenFile(path, append + content);
        }

        return files;
    }

    private static string Decode(string path, string content, string encoding)
    {
        try
        {
            return encoding.ToLowerInvariant() switch
            {
                "" or "text/plain" => content,
                "b64" or "base64" => Encoding.UTF8.GetString(Convert.FromBase64String(content)),
                "gz+b64" or "gz+base64" or "gzip+b64" or "gzip+base64" => Encoding.UTF8.GetString(Decompress(Convert.FromBase64String(content))),
                "gz" or "gzip" => Encoding.UTF8.GetString(Decompress(Encoding.Latin1.GetBytes(content))),
                _ => throw new BootFailure($"cloud-init: write_files: {path}: unknown encoding '{encoding}'"),
            };
        }
        catch (Exception problem) when (problem is FormatException or InvalidDataException)
        {
            throw new BootFailure($"cloud-init: write_files: {path}: the content is not {encoding}: {problem.Message}");
        }
    }

    public static byte[] Decompress(byte[] compressed)
    {
        using var result = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        gzip.CopyTo(result);
        return result.ToArray();
    }
}
