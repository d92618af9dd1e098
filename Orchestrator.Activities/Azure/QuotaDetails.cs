using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestrator.Activities.Azure;

/// <summary>The figures that Azure writes only into the text of a quota error. For people to read: nothing is decided by them.</summary>
public sealed partial record QuotaDetails(string Name, string? Location, int Limit, int Usage, int Required)
{
    public static QuotaDetails? Parse(string? message)
    {
        if (message is null)
        {
            return null;
        }

        var match = ApprovedQuota().Match(message) is { Success: true } approved ? approved : CountedQuota().Match(message);
        var location = match.Groups["location"].Success ? match.Groups["location"].Value : null;
        return match.Success
            ? new QuotaDetails(match.Groups["name"].Value, location, Number(match, "limit"), Number(match, "usage"), Number(match, "required"))
            : null;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Quota {Name}{(Location is null ? "" : $" in {Location}")} is used up: limit {Limit}, usage {Usage}, {Required} more needed (a limit of at least {Usage + Required}).");

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"exceeding approved (?<name>.+?) quota\..*?(Location: (?<location>[^,]+), )?Current Limit: (?<limit>\d+), Current Usage: (?<usage>\d+), Additional Required: (?<required>\d+)",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ApprovedQuota();

    [GeneratedRegex(
        @"quota limits of (?<name>[^.]+)\. Maximum allowed: (?<limit>\d+), Current in use: (?<usage>\d+), Additional requested: (?<required>\d+)",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex CountedQuota();
}
