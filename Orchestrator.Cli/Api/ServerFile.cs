using System.Text.Json;
using Orchestrator.Cli.Input;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Api;

/// <summary>How to reach the server that runs on a data folder: <c>serve</c> writes it there, readable by its user only, and removes it when it stops.</summary>
public sealed record ServerFile(Uri Url, string Key)
{
    public const string FileName = "server.json";

    public const string DefaultFolder = ".orc";

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

    public void Write(string dataFolder) =>
        OwnFile.Write(Path.Combine(dataFolder, FileName), stream => JsonSerializer.Serialize(stream, this, ContractJson.Indented));

    public static void Remove(string dataFolder) => File.Delete(Path.Combine(dataFolder, FileName));
}
