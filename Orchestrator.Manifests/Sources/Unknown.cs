namespace Orchestrator.Manifests.Sources;

/// <summary>
/// Stands for a value that the input failed to give (an undefined variable, a missing or mistyped field), so that reading goes on
/// and finds the other problems. Diagnostics that mention it are consequences and are dropped.
/// </summary>
internal static class Unknown
{
    private const char Mark = '\uE0F0';

    public static string Text { get; } = Mark.ToString();

    /// <summary>Equal for equal variables, so that references between documents still meet.</summary>
    public static string Variable(string name) => $"{Mark}{name}{Mark}";

    public static bool IsIn(string? text) => text is not null && text.Contains(Mark, StringComparison.Ordinal);
}
