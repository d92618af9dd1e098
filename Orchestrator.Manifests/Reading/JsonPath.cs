namespace Orchestrator.Manifests.Reading;

/// <summary>Paths as RFC 9535 writes them.</summary>
internal static class JsonPath
{
    public static string Member(string parent, string name) => IsPlain(name) ? $"{parent}.{name}" : $"{parent}['{name.Replace("'", @"\'", StringComparison.Ordinal)}']";

    public static string Item(string parent, int index) => $"{parent}[{index}]";

    private static bool IsPlain(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
