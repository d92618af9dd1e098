using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestrator.Manifests.Reading;

/// <summary>Durations as Kubernetes writes them: <c>10m</c>, <c>1h30m</c>, <c>0s</c>.</summary>
internal static partial class GoDuration
{
    public static TimeSpan? Parse(string text)
    {
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        if (text.Length > 40 || !Whole().IsMatch(text))
        {
            return null;
        }

        var seconds = Part().Matches(text).Sum(static m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) * SecondsOf(m.Groups[2].Value));
        return seconds <= TimeSpan.FromDays(3650).TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static double SecondsOf(string unit) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        "us" or "µs" => 1e-6,
        _ => 1e-9,
    };

    [GeneratedRegex(@"\A(?:[0-9]+(?:\.[0-9]+)?(?:ns|us|µs|ms|s|m|h))+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?)(ns|us|µs|ms|s|m|h)", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
