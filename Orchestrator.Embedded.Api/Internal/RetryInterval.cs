using System.Globalization;

namespace Orchestrator.Embedded.Api.Internal;

internal static class RetryInterval
{
    /// <exception cref="ArgumentOutOfRangeException">The text is no time span, or one below zero.</exception>
    public static TimeSpan Check(string text, string parameterName) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval >= TimeSpan.Zero
            ? interval
            : throw new ArgumentOutOfRangeException(parameterName, text, "An interval is a time span of zero or more, as HH:mm:ss.");
}
