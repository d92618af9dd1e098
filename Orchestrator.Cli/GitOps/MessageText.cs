using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Cli.GitOps;

/// <summary>Messages as lines of JSON. A manifest that is too large for a queue goes into a folder, to be uploaded before the message is sent.</summary>
public sealed class MessageText(string? folder, Uri? address)
{
    /// <summary>A queue takes 64 KiB, of Base64.</summary>
    private const int LongestMessage = 48 * 1024;

    /// <exception cref="CommandException">The manifest is too large, and there is no folder for it, or the folder cannot be written.</exception>
    public string Of(GitOpsMessage message)
    {
        var text = JsonSerializer.Serialize(message, ContractJson.Options);
        if (Encoding.UTF8.GetByteCount(text) <= LongestMessage)
        {
            return text;
        }

        var name = message.Manifest!.Files[0].Name;
        if (folder is null || address is null)
        {
            throw new CommandException(
                ExitCodes.InvalidInput, $"{name} makes a message of more than {LongestMessage} bytes, which no queue takes.",
                "Give --manifests-folder and --manifests-url, and upload the folder before the messages are sent; or split the file.");
        }

        var manifest = JsonSerializer.SerializeToUtf8Bytes(message.Manifest, ContractJson.Options);
        var digest = Convert.ToHexStringLower(SHA256.HashData(manifest));
        Write(Path.Combine(folder, $"{digest}.json"), manifest);
        var url = new UriBuilder(address) { Path = $"{address.AbsolutePath.TrimEnd('/')}/{digest}.json" };
        return JsonSerializer.Serialize(message with { Manifest = null, ManifestUrl = url.Uri.ToString(), ManifestSha256 = digest }, ContractJson.Options);
    }

    private static void Write(string path, byte[] content)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.InvalidInput, $"{path}: cannot be written: {exception.Message}", "Name a folder that you may write to.", exception);
        }
    }
}
