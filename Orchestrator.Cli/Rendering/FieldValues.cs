namespace Orchestrator.Cli.Rendering;

/// <summary>Values of a field that fit on a line: what both sides share at the start goes first, then what is too long. JSON and YAML show them whole.</summary>
public static class FieldValues
{
    private const int Longest = 60;
    private const string None = "(none)";
    private const string Cut = "…";

    public static (string Before, string After) Shorten(string? before, string? after)
    {
        if (before is null || after is null || (before.Length <= Longest && after.Length <= Longest))
        {
            return (Limit(before), Limit(after));
        }

        var shared = SharedParts(before, after);
        return shared == 0 ? (Limit(before), Limit(after)) : (Cut + Limit(before[shared..]), Cut + Limit(after[shared..]));
    }

    /// <summary>Length of the equal beginning up to its last slash, so that parts of ids stay whole.</summary>
    private static int SharedParts(string before, string after)
    {
        var shared = before.AsSpan().CommonPrefixLength(after);
        return Math.Max(0, before.AsSpan(0, shared).LastIndexOf('/'));
    }

    private static string Limit(string? value) => value is null ? None : value.Length <= Longest ? value : value[..(Longest - 1)] + Cut;
}
