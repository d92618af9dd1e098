using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Manifests.Arm;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Validation.ManagedClusters;

/// <summary>The autoscaler's settings, which Azure takes as text and reads as minutes, seconds, numbers and flags.</summary>
internal static partial class AutoscalerRules
{
    private const string Flag = "true or false";
    private const string Minutes = "whole minutes, such as 10m";
    private const string Seconds = "whole seconds, such as 10s";
    private const string Count = "a whole number of 0 or more";

    private static readonly (string Name, string Wanted, Func<string, bool> IsRight)[] Rules =
    [
        ("balance-similar-node-groups", Flag, IsFlag),
        ("skip-nodes-with-local-storage", Flag, IsFlag),
        ("skip-nodes-with-system-pods", Flag, IsFlag),
        ("expander", "least-waste, most-pods, priority or random", static text => text is "least-waste" or "most-pods" or "priority" or "random"),
        ("max-empty-bulk-delete", Count, IsCount),
        ("max-graceful-termination-sec", Count, IsCount),
        ("ok-total-unready-count", Count, IsCount),
        ("max-total-unready-percentage", "a whole number from 0 to 100", static text => IsCount(text) && text.Length <= 3 && int.Parse(text, CultureInfo.InvariantCulture) <= 100),
        ("scale-down-utilization-threshold", "a number from 0 to 1", static text => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share <= 1),
        ("max-node-provision-time", Minutes, IsMinutes),
        ("scale-down-delay-after-add", Minutes, IsMinutes),
        ("scale-down-delay-after-failure", Minutes, IsMinutes),
        ("scale-down-unneeded-time", Minutes, IsMinutes),
        ("scale-down-unready-time", Minutes, IsMinutes),
        ("scan-interval", Seconds, IsSeconds),
        ("scale-down-delay-after-delete", Seconds, IsSeconds),
        ("new-pod-scale-up-delay", "a duration such as 0s or 1m", static text => GoDuration.Parse(text) is not null),
    ];

    public static void Check(JsonObject body, SpecReport report)
    {
        foreach (var (name, wanted, isRight) in Rules)
        {
            if (body.TextAt($"properties.autoScalerProfile.{name}") is { } text && !Unknown.IsIn(text) && !isRight(text))
            {
                report.Invalid($"{ManagedClusterValidation.Properties}.autoScalerProfile.{name}", $"The autoscaler's '{name}' cannot be \"{text}\".", $"Write {wanted}.");
            }
        }
    }

    private static bool IsFlag(string text) => text is "true" or "false";

    private static bool IsCount(string text) => Whole().IsMatch(text);

    private static bool IsMinutes(string text) => text.EndsWith('m') && Whole().IsMatch(text[..^1]);

    private static bool IsSeconds(string text) => text.EndsWith('s') && Whole().IsMatch(text[..^1]);

    [GeneratedRegex(@"\A[0-9]{1,9}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();
}
