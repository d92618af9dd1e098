using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Orchestrator.Activities.History;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Functions.History;

/// <summary>Reads what a request for history asks.</summary>
internal static partial class HistoryRequest
{
    private const int StandardLimit = 100;

    /// <exception cref="OrchestratorException">InvalidValue.</exception>
    public static HistoryQuery Read(IQueryCollection parameters, ClusterKey? cluster, DateTimeOffset now)
    {
        var wanted = Text(parameters, "namespace");
        return new HistoryQuery
        {
            Cluster = cluster,
            Namespaces = name => wanted is null || string.Equals(name, wanted, StringComparison.Ordinal),
            Since = Text(parameters, "since") is { } since ? Since(since, now) : null,
            OperationId = Text(parameters, "operation"),
            Before = Text(parameters, "before"),
            Limit = Text(parameters, "limit") is { } limit ? Limit(limit) : StandardLimit,
        };
    }

    private static string? Text(IQueryCollection parameters, string name) => parameters[name].ToString() is { Length: > 0 } text ? text : null;

    private static int Limit(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= HistoryQuery.MostEntries
            ? limit
            : throw Invalid("limit", $"'{text}' is no number of entries.", $"Write a number from 1 to {HistoryQuery.MostEntries}.");

    private static DateTimeOffset Since(string text, DateTimeOffset now)
    {
        var match = Age().Match(text);
        if (match.Success && double.TryParse(match.Groups["number"].Value, CultureInfo.InvariantCulture, out var number))
        {
            var seconds = number * match.Groups["unit"].Value switch { "d" => 86_400, "h" => 3_600, "m" => 60, _ => 1 };
            return seconds < (now - DateTimeOffset.UnixEpoch).TotalSeconds ? now.AddSeconds(-seconds) : DateTimeOffset.UnixEpoch;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw Invalid("since", $"'{text}' is no time.", "Write a duration such as 30m, 24h or 7d, or a time such as 2026-11-20T08:00:00Z.");
    }

    private static OrchestratorException Invalid(string parameter, string message, string action) => new(ErrorCatalog.InvalidValue.With(message, parameter, action));

    [GeneratedRegex("^(?<number>[0-9]+(\\.[0-9]+)?)(?<unit>[smhd])$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Age();
}
