using System.Text;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Cli.Input;

/// <summary>Reads what <c>-f</c> names: files, and <c>-</c> for standard input.</summary>
public static class ManifestFiles
{
    private const string StandardInput = "-";
    private const string StandardInputName = "<stdin>";
    private const char ByteOrderMark = '\uFEFF';
    private static readonly UTF8Encoding StrictText = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="CommandException">A file cannot be read; nothing has been sent.</exception>
    public static async Task<IReadOnlyList<ManifestFile>> ReadAsync(IReadOnlyList<string> names, CommandServices services, CancellationToken cancellation)
    {
        var files = new List<ManifestFile>(names.Count);
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            files.Add(string.Equals(name, StandardInput, StringComparison.Ordinal)
                ? new ManifestFile(StandardInputName, await services.Input.ReadToEndAsync(cancellation).ConfigureAwait(false))
                : new ManifestFile(name, await ReadFileAsync(name, services, cancellation).ConfigureAwait(false)));
        }

        return files;
    }

    private static async Task<string> ReadFileAsync(string name, CommandServices services, CancellationToken cancellation)
    {
        try
        {
            // Not ReadAllText: it would take a byte order mark's word for another encoding.
            var bytes = await File.ReadAllBytesAsync(services.FullPath(name), cancellation).ConfigureAwait(false);
            return StrictText.GetString(bytes).TrimStart(ByteOrderMark);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException or ArgumentException)
        {
            throw new CommandException(ExitCodes.InvalidInput, $"{name}: cannot be read: {Reason(exception)}", "Name a YAML or JSON file that exists and is UTF-8 text.", exception);
        }
    }

    private static string Reason(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file.",
        UnauthorizedAccessException => "it is a folder, or you may not read it.",
        DecoderFallbackException => "it is not UTF-8 text.",
        _ => exception.Message,
    };
}
