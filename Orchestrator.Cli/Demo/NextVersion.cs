using System.Globalization;
using System.Text.RegularExpressions;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Cli.Demo;

/// <summary>Turns a manifest into the same one with the next Kubernetes minor: through the variables that hold the version, else in its text.</summary>
public static partial class NextVersion
{
    /// <summary>The first patch of the next minor: v1.30.2 → v1.31.0.</summary>
    public static string After(string version)
    {
        var match = Version().Match(version);
        return match.Success
            ? string.Create(CultureInfo.InvariantCulture, $"v{match.Groups["major"].Value}.{int.Parse(match.Groups["minor"].Value, CultureInfo.InvariantCulture) + 1}.0")
            : throw new CommandException(ExitCodes.InvalidInput, $"'{version}' is no Kubernetes version.", "Write it as v1.30.2.");
    }

    public static ApplyRequest Upgrade(ApplyRequest request, string version)
    {
        var (before, after) = (version.TrimStart('v'), After(version).TrimStart('v'));
        var written = new Regex($@"(?<![0-9.]){Regex.Escape(before)}(?![0-9.])", RegexOptions.None, TimeSpan.FromSeconds(1));
        var variables = request.Variables ?? new Dictionary<string, string>(StringComparer.Ordinal);
        var changed = variables.ToDictionary(static pair => pair.Key, pair => Replace(pair.Value, before, after), StringComparer.Ordinal);
        if (changed.Any(pair => !string.Equals(pair.Value, variables[pair.Key], StringComparison.Ordinal)))
        {
            return request with { Variables = changed };
        }

        var files = request.Files.Select(file => file with { Content = written.Replace(file.Content, after) }).ToList();
        return !files.SequenceEqual(request.Files)
            ? request with { Files = files }
            : throw new CommandException(ExitCodes.InvalidInput, $"Version {version} stands nowhere in the manifest, so the demo cannot raise it.", "Set it with a variable.");
    }

    private static string Replace(string value, string before, string after) =>
        string.Equals(value, before, StringComparison.Ordinal) ? after : string.Equals(value, $"v{before}", StringComparison.Ordinal) ? $"v{after}" : value;

    [GeneratedRegex(@"^v?(?<major>[0-9]+)\.(?<minor>[0-9]+)\.[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
