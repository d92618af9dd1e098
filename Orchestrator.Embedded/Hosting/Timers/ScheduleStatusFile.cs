using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace Orchestrator.Embedded.Hosting.Timers;

/// <summary>The schedule status of one timer function, in a file of its own. A write takes effect wholly or not at all.</summary>
internal sealed class ScheduleStatusFile(string folder, string functionName)
{
    private readonly string _path = Path.Combine(folder, $"{Uri.EscapeDataString(functionName.ToLowerInvariant())}.json");

    /// <summary>Null when none has been written.</summary>
    /// <exception cref="EmbeddedHostException">The file cannot be read; it is left as it is.</exception>
    public ScheduleStatus? Read()
    {
        try
        {
            return File.Exists(_path)
                ? JsonSerializer.Deserialize<ScheduleStatus>(File.ReadAllText(_path)) ?? throw new JsonException("it holds null")
                : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedHostException($"The schedule status {_path} cannot be read: {e.Message} Delete it to start the schedule afresh.", e);
        }
    }

    /// <exception cref="EmbeddedHostException">The status was not written; the old one still holds.</exception>
    public void Write(ScheduleStatus status)
    {
        try
        {
            Replace(status);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedHostException($"The schedule status {_path} cannot be written: {e.Message}", e);
        }
    }

    private void Replace(ScheduleStatus status)
    {
        Directory.CreateDirectory(folder);
        var draft = _path + ".new";
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, status);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, _path, overwrite: true);
    }
}
