using System.Globalization;
using Azure;

namespace Orchestrator.Activities.Azure;

/// <summary>
/// When the other side wants to be asked again. ARM's contract knows whole seconds only; HTTP also allows a date, which gateways and proxies
/// in front of ARM use, and some services say milliseconds in a header of their own.
/// </summary>
internal static class RetryAfter
{
    private static readonly string[] Milliseconds = ["retry-after-ms", "x-ms-retry-after-ms"];

    /// <summary>Whole seconds, rounded up, never negative; null when nothing readable is said.</summary>
    public static int? SecondsOf(Response response, DateTimeOffset now)
    {
        foreach (var header in Milliseconds)
        {
            if (response.Headers.TryGetValue(header, out var text) && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds))
            {
                return Whole(milliseconds / 1000);
            }
        }

        return response.Headers.TryGetValue("Retry-After", out var value) ? Parse(value, now) : null;
    }

    private static int? Parse(string text, DateTimeOffset now)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds;
        }

        return DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? Whole((date - now).TotalSeconds) : null;
    }

    private static int Whole(double seconds) => (int)Math.Clamp(Math.Ceiling(seconds), 0, int.MaxValue);
}
