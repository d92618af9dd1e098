using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Orchestrator.Activities.History;

/// <summary>Settings under <c>Orchestrator:History</c>.</summary>
/// <param name="Retention">How long entries are kept; null: for ever.</param>
public sealed record HistoryOptions(TimeSpan? Retention)
{
    private const string Setting = "Orchestrator:History:RetentionDays";
    private const int StandardDays = 365;
    private const int MostDays = 36_500;

    /// <exception cref="InvalidOperationException">A setting is not what it must be.</exception>
    public static HistoryOptions From(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" => new HistoryOptions(TimeSpan.FromDays(StandardDays)),
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= MostDays =>
            new HistoryOptions(days == 0 ? null : TimeSpan.FromDays(days)),
        var text => throw new InvalidOperationException($"The setting {Setting} is '{text}': write a number of days from 1 to {MostDays}, or 0 to keep history for ever."),
    };
}
