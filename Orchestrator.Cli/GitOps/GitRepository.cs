using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Orchestrator.Cli.GitOps;

/// <summary>What <c>git</c> says of the repository that holds a folder.</summary>
public sealed class GitRepository
{
    private readonly string _folder;

    private GitRepository(string folder) => _folder = folder;

    /// <exception cref="CommandException">There is no repository, git cannot run, or the clone lacks history.</exception>
    public static async Task<GitRepository> OpenAsync(string folder, CancellationToken cancellation)
    {
        var here = new GitRepository(folder);
        var (exitCode, root, error) = await here.TryRunAsync(cancellation, "rev-parse", "--show-toplevel").ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new CommandException(ExitCodes.InvalidInput, $"{folder}: {error.Trim()}", "Run it in a clone of the repository.");
        }

        var repository = new GitRepository(root.TrimEnd('\r', '\n'));
        return await repository.RunAsync(cancellation, "rev-parse", "--is-shallow-repository").ConfigureAwait(false) == "true"
            ? throw new CommandException(ExitCodes.InvalidInput, "The clone is shallow: it cannot say how many commits lead up to a revision.", "Clone all of the history (actions/checkout: fetch-depth: 0), or run `git fetch --unshallow`.")
            : repository;
    }

    /// <summary>The full id of a commit.</summary>
    /// <exception cref="CommandException">There is no such commit.</exception>
    public async Task<string> CommitAsync(string revision, CancellationToken cancellation)
    {
        var (exitCode, id, _) = await TryRunAsync(cancellation, "rev-parse", "--verify", "--quiet", "--end-of-options", $"{revision}^{{commit}}").ConfigureAwait(false);
        return exitCode == 0
            ? id.Trim()
            : throw new CommandException(ExitCodes.InvalidInput, $"There is no commit {revision} here.", "Fetch it; after a forced push, leave --from out: then all manifests are sent.");
    }

    public async Task<bool> IsAncestorAsync(string earlier, string later, CancellationToken cancellation) =>
        (await TryRunAsync(cancellation, "merge-base", "--is-ancestor", earlier, later).ConfigureAwait(false)).ExitCode == 0;

    /// <summary>How many first-parent commits lead up to the commit, itself included.</summary>
    public async Task<long> SequenceAsync(string commit, CancellationToken cancellation) =>
        long.Parse(await RunAsync(cancellation, "rev-list", "--count", "--first-parent", commit).ConfigureAwait(false), CultureInfo.InvariantCulture);

    public async Task<DateTimeOffset> TimeAsync(string commit, CancellationToken cancellation) =>
        DateTimeOffset.Parse(await RunAsync(cancellation, "show", "-s", "--format=%cI", commit).ConfigureAwait(false), CultureInfo.InvariantCulture);

    /// <summary>The address of the remote <c>origin</c>; null when there is none.</summary>
    public async Task<string?> OriginAsync(CancellationToken cancellation)
    {
        var (exitCode, address, _) = await TryRunAsync(cancellation, "remote", "get-url", "origin").ConfigureAwait(false);
        return exitCode == 0 ? address.Trim() : null;
    }

    /// <summary>The files under <paramref name="path"/> at a commit.</summary>
    public async Task<IReadOnlyList<string>> FilesAsync(string commit, string path, CancellationToken cancellation) =>
        Names(await RunAsync(cancellation, ["ls-tree", "-r", "-z", "--full-tree", "--name-only", commit, .. path == "." ? Array.Empty<string>() : ["--", path]]).ConfigureAwait(false));

    /// <summary>The files under <paramref name="path"/> that differ between two commits; a renamed file is one that went and one that came.</summary>
    public async Task<IReadOnlyList<string>> ChangedAsync(string from, string to, string path, CancellationToken cancellation) =>
        Names(await RunAsync(cancellation, "diff", "--name-only", "--no-renames", "-z", from, to, "--", path).ConfigureAwait(false));

    /// <summary>A file's text at a commit; null when it is not there, or is no file.</summary>
    public async Task<string?> ReadAsync(string commit, string file, CancellationToken cancellation)
    {
        var (exitCode, content, _) = await TryRunAsync(cancellation, "cat-file", "blob", $"{commit}:{file}").ConfigureAwait(false);
        return exitCode == 0 ? content : null;
    }

    private static string[] Names(string output) => output.Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private async Task<string> RunAsync(CancellationToken cancellation, params string[] arguments)
    {
        var (exitCode, output, error) = await TryRunAsync(cancellation, arguments).ConfigureAwait(false);
        return exitCode == 0 ? output.TrimEnd('\r', '\n') : throw new CommandException(ExitCodes.Failed, $"git {arguments[0]} failed: {error.Trim()}");
    }

    private async Task<(int ExitCode, string Output, string Error)> TryRunAsync(CancellationToken cancellation, params string[] arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        // Paths are names here, never patterns.
        start.ArgumentList.Add("--literal-pathspecs");
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var git = Process.Start(start)!;
            var output = git.StandardOutput.ReadToEndAsync(cancellation);
            var error = git.StandardError.ReadToEndAsync(cancellation);
            await git.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return (git.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch (Win32Exception exception)
        {
            throw new CommandException(ExitCodes.InvalidInput, $"git cannot be started: {exception.Message}", "Install git, and run the command in a folder that exists.", exception);
        }
    }
}
