using System.CommandLine;
using Orchestrator.Cli.GitOps;
using Orchestrator.Cli.Input;
using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc gitops messages</c>: the difference of two revisions as messages for the queue gitops-events, one line of JSON each.</summary>
public sealed class GitOpsMessagesCommand : Command
{
    private readonly CommandServices _services;
    private readonly Option<string?> _from = new("--from") { Description = "Commit that was sent before; without it, or all zeros, every manifest is sent and nothing is pruned.", HelpName = "COMMIT" };
    private readonly Option<string> _to = new("--to") { Description = "Commit to send.", HelpName = "COMMIT", DefaultValueFactory = static _ => "HEAD" };
    private readonly Option<string> _path = new("--path") { Description = "Folder of the repository that holds the manifests.", HelpName = "FOLDER", DefaultValueFactory = static _ => "." };
    private readonly Option<string?> _repository = new("--repository") { Description = "Address of the repository [that of its remote origin].", HelpName = "URL" };
    private readonly Option<string[]> _settings = CommandOptions.Settings();
    private readonly Option<string?> _folder = new("--manifests-folder") { Description = "Folder for manifests that are too large for a message.", HelpName = "FOLDER" };
    private readonly Option<string?> _address = new("--manifests-url") { Description = "Where that folder will be found; may hold a signature.", HelpName = "URL" };

    public GitOpsMessagesCommand(CommandServices services)
        : base("messages", "Write what changed between two commits as messages for the queue gitops-events.")
    {
        _services = services;
        foreach (var option in new Option[] { _from, _to, _path, _repository, _settings, _folder, _address })
        {
            Add(option);
        }

        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var values = VariableValues.Parse(arguments.GetValue(_settings) ?? []);
        var text = new MessageText(arguments.GetValue(_folder) is { } folder ? _services.FullPath(folder) : null, Address(arguments.GetValue(_address)));
        var repository = await GitRepository.OpenAsync(_services.WorkingFolder, cancellation).ConfigureAwait(false);
        var source = await SourceAsync(repository, arguments, cancellation).ConfigureAwait(false);
        var from = await FromAsync(repository, arguments.GetValue(_from), source.Revision, cancellation).ConfigureAwait(false);
        var messages = new RevisionMessages(repository, files => values.For(files, _services.GetVariable).Variables!);
        foreach (var message in await messages.BetweenAsync(from, source, cancellation).ConfigureAwait(false))
        {
            _services.Output.WriteRaw(text.Of(message) + "\n");
        }

        return ExitCodes.Success;
    }

    private async Task<SourceRevision> SourceAsync(GitRepository repository, ParseResult arguments, CancellationToken cancellation)
    {
        var commit = await repository.CommitAsync(arguments.GetRequiredValue(_to), cancellation).ConfigureAwait(false);
        var address = arguments.GetValue(_repository) ?? await repository.OriginAsync(cancellation).ConfigureAwait(false)
            ?? throw new CommandException(ExitCodes.InvalidInput, "The repository has no remote origin.", "Give its address with --repository.");
        return new SourceRevision
        {
            Repository = WithoutUser(address),
            Path = arguments.GetRequiredValue(_path).Trim('/') is { Length: > 0 } path ? path : ".",
            Revision = commit,
            Sequence = await repository.SequenceAsync(commit, cancellation).ConfigureAwait(false),
            CommitTime = await repository.TimeAsync(commit, cancellation).ConfigureAwait(false),
        };
    }

    private static async Task<string?> FromAsync(GitRepository repository, string? from, string to, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(from) || from.Trim('0').Length == 0)
        {
            return null;
        }

        var commit = await repository.CommitAsync(from, cancellation).ConfigureAwait(false);
        return await repository.IsAncestorAsync(commit, to, cancellation).ConfigureAwait(false)
            ? commit
            : throw new CommandException(ExitCodes.InvalidInput, $"{from} does not lead up to {to}.", "Give the commits in the order of their history; after a forced push, leave --from out: then all manifests are sent.");
    }

    private static string WithoutUser(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url) && url.UserInfo.Length > 0 && url.Scheme.StartsWith("http", StringComparison.Ordinal)
        ? url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        : address;

    private static Uri? Address(string? text) => text switch
    {
        null => null,
        _ when Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps => address,
        _ => throw new CommandException(ExitCodes.InvalidInput, $"--manifests-url {text}: this is no https address.", "Write for example https://account.blob.core.windows.net/manifests."),
    };
}
