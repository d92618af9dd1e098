using Orchestrator.Contracts.Drift;
using Orchestrator.Manifests.Reading;
using Orchestrator.Manifests.Sources;

namespace Orchestrator.Manifests.Drift;

/// <summary>How a cluster is watched, from annotations of any format or from the native <c>spec.drift</c>.</summary>
internal static class DriftReader
{
    public const string PolicyAnnotation = "orchestrator/drift-policy";
    public const string ScheduleAnnotation = "orchestrator/drift-schedule";
    public const string WindowsAnnotation = "orchestrator/maintenance-windows";

    private const string Annotations = "annotations";

    /// <summary>The annotations' names.</summary>
    public static readonly string[] Names = [PolicyAnnotation, ScheduleAnnotation, WindowsAnnotation];

    private static readonly Dictionary<string, DriftPolicy> Policies = new(StringComparer.Ordinal)
    {
        ["report"] = DriftPolicy.Report,
        ["repair-in-window"] = DriftPolicy.RepairInWindow,
        ["repair"] = DriftPolicy.Repair,
    };

    /// <returns>Null without any of the annotations.</returns>
    public static DriftSpec? Read(ObjectReader metadata, SortedDictionary<string, string> annotations)
    {
        if (!annotations.Keys.Any(static key => Names.Contains(key, StringComparer.Ordinal)) || annotations.Values.Any(Unknown.IsIn))
        {
            return null;
        }

        var spec = new DriftSpec
        {
            Policy = annotations.TryGetValue(PolicyAnnotation, out var policy) ? Policy(policy, PolicyAnnotation, metadata, Annotations) : DriftPolicy.Report,
            Schedule = annotations.TryGetValue(ScheduleAnnotation, out var schedule) ? Schedule(schedule, ScheduleAnnotation, metadata, Annotations) : null,
            MaintenanceWindows = annotations.TryGetValue(WindowsAnnotation, out var windows) ? Windows(windows, metadata) : [],
        };
        Check(spec, metadata, Annotations);
        return spec;
    }

    /// <summary>The native form; null when it is not there.</summary>
    public static DriftSpec? Read(ObjectReader owner, DriftSpec? annotated)
    {
        const string member = "drift";
        if (owner.Object(member, at: string.Empty) is not { } drift)
        {
            return annotated;
        }

        if (annotated is not null)
        {
            owner.Invalid(member, "How drift is treated stands in the spec and in annotations.", "Keep one of them.");
        }

        var spec = new DriftSpec
        {
            Policy = drift.String("policy") is { } policy && !Unknown.IsIn(policy) ? Policy(policy, "policy", drift, "policy") : DriftPolicy.Report,
            Schedule = drift.String("schedule") is { } schedule && !Unknown.IsIn(schedule) ? Schedule(schedule, "schedule", drift, "schedule") : null,
            MaintenanceWindows = [.. drift.Objects("maintenanceWindows").Select(Window).OfType<MaintenanceWindow>()],
        };
        Check(spec, drift, "policy");
        return spec;
    }

    private static MaintenanceWindow? Window(ObjectReader window)
    {
        var days = window.Strings("days");
        var (start, duration, zone) = (window.RequiredString("start"), window.RequiredString("duration"), window.String("timeZone") ?? "UTC");
        return Unknown.IsIn(start) || Unknown.IsIn(duration) || Unknown.IsIn(zone) || days.Any(Unknown.IsIn)
            ? null
            : WindowText.Make(string.Join(',', days) is { Length: > 0 } list ? list : "*", start, duration, zone, (message, action) => window.Invalid("start", message, action));
    }

    private static DriftPolicy Policy(string text, string name, ObjectReader reader, string member)
    {
        if (Policies.TryGetValue(text, out var policy))
        {
            return policy;
        }

        reader.Invalid(member, $"{name} is \"{text}\".", $"Write one of {string.Join(", ", Policies.Keys)}.");
        return DriftPolicy.Report;
    }

    private static string? Schedule(string text, string name, ObjectReader reader, string member)
    {
        try
        {
            _ = CronSchedule.Parse(text);
            return text;
        }
        catch (FormatException wrong)
        {
            reader.Invalid(member, $"{name} is \"{text}\", which is no schedule: {wrong.Message}.", "Write NCRONTAB in UTC, such as \"0 0 * * * *\" for every hour.");
            return null;
        }
    }

    private static MaintenanceWindow[] Windows(string text, ObjectReader metadata) =>
    [
        .. text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(window => WindowText.Parse(window, (message, action) => metadata.Invalid(Annotations, $"{WindowsAnnotation}: {message}", action)))
            .OfType<MaintenanceWindow>(),
    ];

    private static void Check(DriftSpec spec, ObjectReader reader, string member)
    {
        if (spec is { Policy: DriftPolicy.RepairInWindow, MaintenanceWindows.Count: 0 })
        {
            reader.Invalid(member, "Drift is to be repaired in a maintenance window, and there is none.", "Add a maintenance window, or choose report or repair.");
        }
    }
}
