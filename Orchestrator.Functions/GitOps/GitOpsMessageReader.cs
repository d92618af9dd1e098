using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Functions.GitOps;

/// <summary>Reads messages strictly: what is misspelt is told, not ignored.</summary>
public static partial class GitOpsMessageReader
{
    private static readonly JsonSerializerOptions Strict = new(ContractJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <exception cref="MessageRefusedException">InvalidMessage: what is wrong, and what to write instead.</exception>
    public static GitOpsMessage Read(string text)
    {
        var message = Parse<GitOpsMessage>(Encoding.UTF8.GetBytes(text), "The message", "Send a message as docs/schemas/gitops-message.schema.json describes it.");
        Check(message.Source);
        if (message.Manifest is null == (message.ManifestUrl is null))
        {
            throw Refused(message.Manifest is null ? "There is no manifest." : "There are two manifests.", "manifest", "Write either 'manifest' or 'manifestUrl' with 'manifestSha256'.");
        }

        if (message.ManifestUrl is not null && !(message.ManifestSha256 is { } digest && Digest().IsMatch(digest)))
        {
            throw Refused("'manifestSha256' is no SHA-256.", "manifestSha256", "Write the SHA-256 of what manifestUrl holds, as 64 hexadecimal digits.");
        }

        if (message.Manifest is { } manifest)
        {
            CheckFiles(manifest);
        }

        if (message.Clusters is { } clusters && (clusters.Count == 0 || clusters.Any(static c => c is null || string.IsNullOrEmpty(c.Namespace) || string.IsNullOrEmpty(c.Name))))
        {
            throw Refused("'clusters' does not name clusters.", "clusters", "Write {\"namespace\":\"…\",\"name\":\"…\"} for each, or leave 'clusters' out for all of the manifest.");
        }

        return message;
    }

    /// <summary>What <see cref="GitOpsMessage.ManifestUrl"/> held.</summary>
    /// <exception cref="MessageRefusedException">InvalidMessage.</exception>
    public static GitOpsManifest ReadManifest(ReadOnlySpan<byte> content)
    {
        var manifest = Parse<GitOpsManifest>(content, "What manifestUrl holds", "Put {\"files\":[{\"name\":\"…\",\"content\":\"…\"}],\"variables\":{}} there.");
        CheckFiles(manifest);
        return manifest;
    }

    /// <summary>Whether it is a full commit id.</summary>
    internal static bool IsCommit(string? revision) => revision is not null && Commit().IsMatch(revision);

    private static T Parse<T>(ReadOnlySpan<byte> json, string what, string action)
    {
        try
        {
            CheckSyntax(json, what, action);
            return JsonSerializer.Deserialize<T>(json, Strict) ?? throw new JsonException("It is null.");
        }
        catch (JsonException problem)
        {
            throw Refused($"{what} is not as it must be: {problem.Message}", problem.Path, action);
        }
    }

    /// <summary>The parser quotes what it stumbles over, which may be a secret; what it says of members and types is not.</summary>
    private static void CheckSyntax(ReadOnlySpan<byte> json, string what, string action)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException problem)
        {
            throw Refused($"{what} is not JSON: see line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}.", target: null, action);
        }
    }

    private static void Check(SourceRevision source)
    {
        if (string.IsNullOrWhiteSpace(source.Repository) || RepositoryAddress.HasUser(source.Repository))
        {
            throw Refused("'source.repository' is empty or names a user.", "source.repository", "Write the repository's address without user and password, such as https://github.com/org/repo.");
        }

        if (string.IsNullOrWhiteSpace(source.Path))
        {
            throw Refused("'source.path' is empty.", "source.path", "Write the source's folder in the repository, or \".\" for all of it.");
        }

        if (!IsCommit(source.Revision))
        {
            throw Refused("'source.revision' is no commit id.", "source.revision", "Write the full id of the commit: 40 or 64 hexadecimal digits.");
        }

        if (source.Sequence < 1)
        {
            throw Refused("'source.sequence' is below 1.", "source.sequence", "Write what `git rev-list --count --first-parent REVISION` prints.");
        }
    }

    private static void CheckFiles(GitOpsManifest manifest)
    {
        if (manifest.Files is not { Count: > 0 } files || files.Any(static file => file is null || string.IsNullOrEmpty(file.Name) || file.Content is null))
        {
            throw Refused("The manifest names no files, or one without name or content.", "manifest.files", "Write {\"name\":\"…\",\"content\":\"…\"} for each file.");
        }
    }

    private static MessageRefusedException Refused(string message, string? target, string action) => new(ErrorCatalog.InvalidMessage.With(message, target, action));

    [GeneratedRegex("^([0-9a-fA-F]{40}|[0-9a-fA-F]{64})$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Commit();

    [GeneratedRegex("^[0-9a-fA-F]{64}$", RegexOptions.NonBacktracking)]
    private static partial Regex Digest();
}
