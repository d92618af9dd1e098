using System.Text.RegularExpressions;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Manifests.Selectors;

/// <summary>Kubernetes' label selectors as text: <c>a=b</c>, <c>a!=b</c>, <c>a in (b, c)</c>, <c>a notin (b, c)</c>, <c>a</c>, <c>!a</c>, with commas between.</summary>
public static partial class LabelSelectorText
{
    /// <exception cref="OrchestratorException">InvalidValue: what is wrong with it.</exception>
    public static LabelSelector Parse(string text)
    {
        var expressions = new List<LabelExpression>();
        var rest = text.Trim();
        while (rest.Length > 0)
        {
            var match = Requirement().Match(rest);
            if (!match.Success)
            {
                throw Refused(text, $"\"{rest}\" is no requirement.");
            }

            expressions.Add(Read(match));
            rest = rest[match.Length..].TrimStart();
            if (rest.Length == 0)
            {
                return new LabelSelector { MatchExpressions = expressions };
            }

            if (rest[0] != ',' || rest.Length == 1)
            {
                throw Refused(text, $"There is no requirement at \"{rest}\".");
            }

            rest = rest[1..].TrimStart();
        }

        throw Refused(text, "It is empty.");
    }

    private static LabelExpression Read(Match match)
    {
        string Group(string name) => match.Groups[name].Value;
        if (match.Groups["set"].Success)
        {
            return new LabelExpression(Group("key"), Group("set") == "in" ? LabelOperator.In : LabelOperator.NotIn, [.. Group("values").Split(',', StringSplitOptions.TrimEntries)]);
        }

        return match.Groups["equal"].Success
            ? new LabelExpression(Group("key"), Group("equal") == "!=" ? LabelOperator.NotIn : LabelOperator.In, [Group("value")])
            : new LabelExpression(Group("key"), match.Groups["not"].Success ? LabelOperator.DoesNotExist : LabelOperator.Exists, []);
    }

    private static OrchestratorException Refused(string text, string why) => new(ErrorCatalog.InvalidValue.With(
        $"\"{text}\" is no label selector. {why}", "selector", "Write for example env=prod,tier!=db,region in (eu, us),!legacy."));

    private const string Name = "[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?";
    private const string Value = "([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?";

    [GeneratedRegex(
        $@"^(?:(?<key>{Name})\s+(?<set>in|notin)\s*\((?<values>\s*{Value}\s*(,\s*{Value}\s*)*)\)|(?<key>{Name})\s*(?<equal>==|=|!=)\s*(?<value>{Value})|(?<not>!)\s*(?<key>{Name})|(?<key>{Name}))(?=\s*(,|$))",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Requirement();
}
