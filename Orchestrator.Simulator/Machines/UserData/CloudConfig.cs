using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Machines.UserData;

/// <summary>What cloud-init is told to do, in the order in which it does it: early commands, files, disks, commands.</summary>
/// <param name="Commands">The shell lines of <c>runcmd</c> and of shell scripts.</param>
internal sealed record CloudConfig(
    IReadOnlyList<string> EarlyCommands,
    IReadOnlyDictionary<string, WrittenFile> Files,
    IReadOnlyList<string> Devices,
    IReadOnlySet<string> FilesystemLabels,
    IReadOnlyList<string> Commands)
{
    /// <exception cref="BootFailure">A section has a form that cloud-init refuses.</exception>
    public static CloudConfig From(JsonObject document, IReadOnlyList<string> scripts)
    {
        var filesystems = (document["fs_setup"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var labels = filesystems.Select(static filesystem => filesystem["label"]?.ToString() ?? "").ToHashSet(StringComparer.Ordinal);
        var devices = (document["disk_setup"] as JsonObject ?? []).Select(static disk => disk.Key)
            .Concat(filesystems.Select(static filesystem => filesystem["device"]?.ToString() ?? throw new BootFailure("cloud-init: fs_setup: an entry has no device")))
            .Concat(Mounts(document));
        return new CloudConfig(
            CommandsOf(document, "bootcmd"), WriteFiles.From(document["write_files"]), [.. devices], labels, [.. CommandsOf(document, "runcmd"), .. scripts]);
    }

    private static IEnumerable<string> Mounts(JsonObject document) => document["mounts"] switch
    {
        null => [],
        JsonArray mounts => mounts.Select(static mount => (mount as JsonArray)?.FirstOrDefault()?.ToString()
            ?? throw new BootFailure("cloud-init: mounts: every entry must be a list that starts with a device")),
        _ => throw new BootFailure("cloud-init: mounts must be a list"),
    };

    private static List<string> CommandsOf(JsonObject document, string section) => document[section] switch
    {
        null => [],
        JsonArray commands => [.. commands.Select(command => command switch
        {
            JsonArray arguments => string.Join(' ', arguments.Select(static argument => ShellWords.Quote(argument?.ToString() ?? ""))),
            JsonValue line => line.ToString(),
            _ => throw new BootFailure($"cloud-init: {section}: every entry must be a string or a list of strings"),
        })],
        _ => throw new BootFailure($"cloud-init: {section} must be a list"),
    };
}
