using System.Security;
using Microsoft.Extensions.Configuration;

namespace Orchestrator.Embedded.Hosting.Timers;

/// <summary>The time zone of the app's schedules: the setting WEBSITE_TIME_ZONE, else TZ where the system knows it, else UTC as in Azure.</summary>
internal static class TimerTimeZone
{
    private const string Setting = "WEBSITE_TIME_ZONE";
    private const string UnixVariable = "TZ";

    /// <exception cref="EmbeddedHostException">There is no zone of this name.</exception>
    public static TimeZoneInfo Read(IConfiguration configuration) => configuration[Setting] is { Length: > 0 } name
        ? Find(Setting, name)
        : !OperatingSystem.IsWindows() && configuration[UnixVariable]?.TrimStart(':') is { Length: > 0 } unixName
            ? Find(UnixVariable, unixName)
            : TimeZoneInfo.Utc;

    private static TimeZoneInfo Find(string setting, string name)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or SecurityException)
        {
            var names = OperatingSystem.IsWindows() ? "the names of Windows, such as 'W. Europe Standard Time'" : "the names of the tz database, such as 'Europe/Berlin'";
            throw new EmbeddedHostException($"The setting {setting} is '{name}', which is no time zone of this machine; it knows {names}.", e);
        }
    }
}
