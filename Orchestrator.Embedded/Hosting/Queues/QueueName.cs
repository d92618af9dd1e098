using System.Text.RegularExpressions;

namespace Orchestrator.Embedded.Hosting.Queues;

/// <summary>Names of queues, as Azure Storage allows them.</summary>
internal static partial class QueueName
{
    private const string PoisonSuffix = "-poison";
    private const int MaximumLength = 63;

    /// <summary>The name in lower case, as Functions uses it.</summary>
    /// <exception cref="FormatException">Storage would not take the name.</exception>
    public static string Check(string name)
    {
        var lower = name.ToLowerInvariant();
        return lower.Length is >= 3 and <= MaximumLength && Pattern().IsMatch(lower)
            ? lower
            : throw new FormatException(
                $"'{name}' is no queue name: 3 to 63 letters, digits and single hyphens, beginning and ending with a letter or digit");
    }

    /// <summary>Where messages go that fail too often; null when there is no such queue, as for a poison queue itself.</summary>
    public static string? Poison(string name) =>
        name.EndsWith(PoisonSuffix, StringComparison.Ordinal) || name.Length + PoisonSuffix.Length > MaximumLength ? null : name + PoisonSuffix;

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
