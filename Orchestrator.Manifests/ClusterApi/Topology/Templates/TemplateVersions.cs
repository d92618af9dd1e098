using System.Globalization;
using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace Orchestrator.Manifests.ClusterApi.Topology.Templates;

/// <summary>Constraints of semantic versions as sprig's semverCompare has them.</summary>
internal static partial class TemplateVersions
{
    /// <param name="constraint">Comparisons that all have to hold, apart by commas or spaces; <c>||</c> stands between alternatives.</param>
    public static bool Satisfies(string version, string constraint)
    {
        var parsed = SemanticVersion.TryParse(version.TrimStart('v'), out var exact) ? exact : throw new TemplateProblem($"\"{version}\" is no version");
        return constraint.Split("||").Any(alternative => Comparisons(alternative).All(comparison => Holds(parsed, comparison.Groups, constraint)));
    }

    private static IEnumerable<Match> Comparisons(string alternative)
    {
        var matches = Comparison().Matches(alternative);
        return matches.Count > 0 && matches.Sum(static m => m.Length) == alternative.Length ? matches : throw new TemplateProblem($"\"{alternative}\" is no constraint of versions");
    }

    private static bool Holds(SemanticVersion version, GroupCollection comparison, string constraint)
    {
        var numbers = new[] { "major", "minor", "patch" }.Select(part => int.TryParse(comparison[part].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null).ToArray();
        var least = new SemanticVersion(numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0, comparison["release"].Value);

        // A preview meets only constraints that name one.
        if (version.IsPrerelease && !least.IsPrerelease)
        {
            return false;
        }

        // The first version after all those that what is written stands for, such as 1.31 for all its patches.
        var next = numbers switch { [null, ..] => null, [{ } major, null, _] => new SemanticVersion(major + 1, 0, 0), [{ } major, { } minor, null] => new SemanticVersion(major, minor + 1, 0), _ => (SemanticVersion?)null };
        return comparison["op"].Value switch
        {
            "" or "=" => next is null && numbers[0] is not null ? version == least : version >= least && (next is null || version < next),
            "!=" => !(next is null ? version == least : version >= least && version < next),
            ">" => next is null ? version > least : version >= next,
            ">=" or "=>" => version >= least,
            "<" => version < least,
            "<=" or "=<" => next is null ? version <= least : version < next,
            "~" => version >= least && version < new SemanticVersion(least.Major + (numbers[1] is null ? 1 : 0), numbers[1] is null ? 0 : least.Minor + 1, 0),
            "^" => version >= least && version < (least.Major > 0 ? new SemanticVersion(least.Major + 1, 0, 0) : least.Minor > 0 ? new SemanticVersion(0, least.Minor + 1, 0) : new SemanticVersion(0, 0, least.Patch + 1)),
            _ => throw new TemplateProblem($"\"{constraint}\" is no constraint of versions"),
        };
    }

    [GeneratedRegex(
        @"\G[\s,]*(?<op>!=|>=|=>|<=|=<|[=<>~^])?\s*v?(?<major>[0-9]{1,9}|[xX*])(\.(?<minor>[0-9]{1,9}|[xX*]))?(\.(?<patch>[0-9]{1,9}|[xX*]))?(-(?<release>[0-9A-Za-z.-]+))?\s*",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Comparison();
}
