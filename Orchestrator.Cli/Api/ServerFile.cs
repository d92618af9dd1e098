using System.Text.Json;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Api;

/// <summary>How to reach the server that runs on a data folder: <c>serve</c> writes it there, readable by its user only, and removes it when it stops.</summary>
public sealed record ServerFile(Uri Url, string Key)
{
    public const string FileName = "server.json";

    public const string DefaultFolder = ".orc";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Null when there is none, or when it is not readable as one.</summary>
    public static ServerFile? Find(string dataFolder)
    {
        var path = Path.Combine(dataFolder, FileName);
        try
        {
            var file = JsonSerializer.Deserialize<ServerFile>(File.ReadAllText(path), ContractJson.Options);
            return file is { Url.IsAbsoluteUri: true, Key: not null } ? file : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Write(string dataFolder)
    {
        var path = Path.Combine(dataFolder, FileName);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // The mode counts only when the file is made, so a leftover with a wider one must go first.
            File.Delete(path);
            options.UnixCreateMode = OwnerOnly;
        }

        using var stream = new FileStream(path, options);
        JsonSerializer.Serialize(stream, this, ContractJson.Indented);
    }

    public static void Remove(string dataFolder) => File.Delete(Path.Combine(dataFolder, FileName));
}
