using System.Text.Json;
using Orchestrator.Determinism.Chance;

namespace Orchestrator.Embedded.Hosting.Keys;

/// <summary>Creates keys once and keeps them in the data folder, readable by their owner only.</summary>
internal static class HostKeyStore
{
    public const string FileName = "host-keys.json";
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The stored keys, with a new one for each function that has none yet.</summary>
    /// <exception cref="EmbeddedHostException">The file exists but cannot be read as keys.</exception>
    public static HostKeys Open(string dataFolder, IEnumerable<string> functionNames, Randomness randomness)
    {
        var path = Path.Combine(dataFolder, FileName);
        var stored = File.Exists(path) ? Read(path) : null;
        var functionKeys = new Dictionary<string, string>(stored is null ? [] : stored.FunctionKeys, StringComparer.OrdinalIgnoreCase);
        var missing = functionNames.Where(name => !functionKeys.ContainsKey(name)).ToArray();
        if (stored is not null && missing.Length == 0)
        {
            return new HostKeys(stored with { FunctionKeys = functionKeys });
        }

        stored ??= new HostKeyFile { MasterKey = NewKey(randomness), SystemKey = NewKey(randomness), HostKey = NewKey(randomness) };
        foreach (var name in missing)
        {
            functionKeys[name] = NewKey(randomness);
        }

        stored = stored with { FunctionKeys = functionKeys };
        Write(path, stored);
        return new HostKeys(stored);
    }

    private static string NewKey(Randomness randomness) => randomness.NextString(54, Alphabet);

    private static HostKeyFile Read(string path)
    {
        try
        {
            var keys = JsonSerializer.Deserialize<HostKeyFile>(File.ReadAllText(path), Json);
            return keys is { MasterKey.Length: > 0, SystemKey.Length: > 0, HostKey.Length: > 0 }
                ? keys
                : throw new EmbeddedHostException($"{path} holds an empty key. Delete the file to have new keys made.");
        }
        catch (JsonException e)
        {
            throw new EmbeddedHostException($"{path} is damaged: {e.Message} Delete the file to have new keys made.", e);
        }
    }

    // A crash while writing must leave the old file or the new one, never half of either.
    private static void Write(string path, HostKeyFile keys)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(file, keys, Json);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
