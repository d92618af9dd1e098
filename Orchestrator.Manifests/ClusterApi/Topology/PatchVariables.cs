using System.Text.RegularExpressions;
using Orchestrator.Manifests.Yaml;

namespace Orchestrator.Manifests.ClusterApi.Topology;

/// <summary>What the patches of a class may refer to: the cluster's variables by name, and facts of the cluster below <c>builtin</c>.</summary>
internal sealed partial class PatchVariables(IReadOnlyDictionary<string, ManifestNode> values)
{
    /// <summary>The value of <c>name</c> or <c>name.member.member</c>; null when there is none.</summary>
    public ManifestNode? Find(string path)
    {
        if (values.TryGetValue(path, out var whole))
        {
            return whole;
        }

        var parts = path.Split('.');
        return values.TryGetValue(parts[0], out var value) ? value.At(parts.AsSpan(1)) : null;
    }

    /// <summary>The text with every <c>{{ .name }}</c> replaced.</summary>
    /// <param name="unknown">The first expression that cannot be evaluated.</param>
    public string? Render(string template, out string? unknown)
    {
        string? failed = null;
        var text = Expression().Replace(template, match =>
        {
            var inner = match.Groups["inner"].Value.Trim();
            if (Path().Match(inner) is { Success: true } path && Find(path.Groups["path"].Value) is ScalarNode scalar)
            {
                return scalar.Value;
            }

            failed ??= match.Value;
            return match.Value;
        });
        unknown = failed;
        return failed is null ? text : null;
    }

    [GeneratedRegex(@"\{\{-?(?<inner>.*?)-?\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Expression();

    [GeneratedRegex(@"\A\.(?<path>[A-Za-z0-9_.-]+)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Path();
}
