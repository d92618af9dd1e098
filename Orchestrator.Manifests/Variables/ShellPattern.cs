using System.Text;
using System.Text.RegularExpressions;

namespace Orchestrator.Manifests.Variables;

/// <summary>The shell's patterns: <c>*</c>, <c>?</c>, <c>[a-z]</c>.</summary>
internal static class ShellPattern
{
    // Without backtracking no pattern can take exponential time.
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant;

    public static string TrimEnd(string value, string pattern, bool longest)
    {
        var regex = Whole(pattern);
        var starts = Enumerable.Range(0, value.Length + 1);
        foreach (var start in longest ? starts : starts.Reverse())
        {
            if (regex.IsMatch(value[start..]))
            {
                return value[..start];
            }
        }

        return value;
    }

    public static string TrimStart(string value, string pattern, bool longest)
    {
        var regex = Whole(pattern);
        var ends = Enumerable.Range(0, value.Length + 1);
        foreach (var end in longest ? ends.Reverse() : ends)
        {
            if (regex.IsMatch(value[..end]))
            {
                return value[end..];
            }
        }

        return value;
    }

    public static string Replace(string value, string pattern, string replacement, bool all) =>
        pattern.Length == 0 ? value : new Regex(ToRegex(pattern), Options).Replace(value, _ => replacement, all ? -1 : 1);

    private static Regex Whole(string pattern) => new($@"\A(?:{ToRegex(pattern)})\z", Options);

    private static string ToRegex(string pattern)
    {
        var regex = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var close = pattern[i] == '[' ? pattern.IndexOf(']', i + 1) : -1;
            if (close > i + 1)
            {
                regex.Append(ToClass(pattern[(i + 1)..close]));
                i = close;
                continue;
            }

            regex.Append(pattern[i] switch { '*' => ".*", '?' => ".", var c => Regex.Escape(c.ToString()) });
        }

        return regex.ToString();
    }

    private static string ToClass(string members)
    {
        var negated = members[0] is '!' or '^' && members.Length > 1;
        var body = (negated ? members[1..] : members).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal);
        var candidate = $"[{(negated ? "^" : string.Empty)}{body}]";
        try
        {
            _ = new Regex(candidate, Options);
            return candidate;
        }
        catch (ArgumentException)
        {
            // A range that runs backwards is plain text to the shell.
            return Regex.Escape($"[{members}]");
        }
    }
}
