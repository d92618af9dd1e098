using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Orchestrator.Embedded.Hosting.Triggers;

/// <summary>Puts app settings in place of <c>%name%</c> in a trigger attribute's text.</summary>
internal static partial class AppSettings
{
    /// <exception cref="FormatException">There is no such setting.</exception>
    public static string Resolve(string text, IConfiguration configuration) => Placeholder().Replace(text, match =>
        configuration[match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)] is { Length: > 0 } value
            ? value
            : throw new FormatException($"there is no app setting '{match.Groups[1].Value}'"));

    [GeneratedRegex("%([^%]+)%", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
