using System.Text.RegularExpressions;
using Orchestrator.Contracts.Messages;
using Orchestrator.Manifests.Variables;

namespace Orchestrator.Cli.Input;

/// <summary>The values that a manifest's <c>${NAME}</c> get: <c>--set</c> first, then the environment. Only what the manifest names leaves this machine.</summary>
public sealed partial class VariableValues
{
    private readonly IReadOnlyDictionary<string, string> _settings;

    private VariableValues(IReadOnlyDictionary<string, string> settings) => _settings = settings;

    /// <param name="settings">Each <c>NAME=VALUE</c>; of two for one name the last counts.</param>
    public static VariableValues Parse(IEnumerable<string> settings)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in settings)
        {
            var match = Setting().Match(setting);
            if (!match.Success)
            {
                throw new CommandException(ExitCodes.InvalidInput, $"--set {setting}: this is not NAME=VALUE.", "Write for example --set CLUSTER_NAME=c1.");
            }

            values[match.Groups["name"].Value] = match.Groups["value"].Value;
        }

        return new VariableValues(values);
    }

    public ApplyRequest For(IReadOnlyList<ManifestFile> files, Func<string, string?> environment)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Referenced(files))
        {
            if ((_settings.GetValueOrDefault(name) ?? environment(name)) is { } value)
            {
                values[name] = value;
            }
        }

        return new ApplyRequest(files, values);
    }

    /// <summary>Names given with <c>--set</c> that no file uses: most likely misspelt.</summary>
    public IReadOnlyList<string> Unused(IReadOnlyList<ManifestFile> files) => [.. _settings.Keys.Except(Referenced(files), StringComparer.Ordinal)];

    private static IEnumerable<string> Referenced(IReadOnlyList<ManifestFile> files) =>
        files.SelectMany(static file => ManifestVariables.ReferencedIn(file.Content)).Distinct(StringComparer.Ordinal);

    [GeneratedRegex("^(?<name>[A-Za-z_][A-Za-z0-9_]*)=(?<value>.*)$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();
}
