using System.Globalization;

namespace Orchestrator.Contracts.Drift;

/// <summary>
/// An NCRONTAB expression as timers of Azure Functions take it: second (optional), minute, hour, day, month, day of week, in UTC. A time matches when
/// every field does.
/// </summary>
public sealed class CronSchedule
{
    private static readonly (string Name, int Lowest, int Highest)[] Fields =
        [("second", 0, 59), ("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("day of week", 0, 7)];

    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly bool[][] _fields;

    private CronSchedule(bool[][] fields) => _fields = fields;

    /// <exception cref="FormatException">The text is no such expression; the message says why.</exception>
    public static CronSchedule Parse(string text)
    {
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not (5 or 6))
        {
            throw new FormatException($"it has {parts.Length} fields: write six (second minute hour day month day-of-week) or five (without the second)");
        }

        string[] six = parts.Length == 6 ? parts : ["0", .. parts];
        var fields = six.Select(static (part, i) => ReadField(part, i)).ToArray();
        fields[5][0] |= fields[5][7];
        return new CronSchedule(fields);
    }

    /// <summary>Whether a time matches after <paramref name="after"/> and not after <paramref name="until"/>. Looks back over a year at most.</summary>
    public bool IsDue(DateTimeOffset after, DateTimeOffset until)
    {
        var end = until.UtcDateTime;
        var start = end.AddYears(-1) > after.UtcDateTime ? end.AddYears(-1) : after.UtcDateTime;
        for (var day = start.Date; day <= end; day = day.AddDays(1))
        {
            if (IsOn(day) && TimesOf(day).Any(time => time > start && time <= end))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOn(DateTime day) => _fields[3][day.Day] && _fields[4][day.Month] && _fields[5][(int)day.DayOfWeek];

    private IEnumerable<DateTime> TimesOf(DateTime day) =>
        from hour in Set(2)
        from minute in Set(1)
        from second in Set(0)
        select day + new TimeSpan(hour, minute, second);

    private IEnumerable<int> Set(int field) => Enumerable.Range(0, _fields[field].Length).Where(i => _fields[field][i]);

    private static bool[] ReadField(string text, int field)
    {
        var (name, lowest, highest) = Fields[field];
        var set = new bool[highest + 1];
        foreach (var item in text.Split(','))
        {
            var (range, step) = item.Split('/') is [var left, var right] ? (left, Number(right, name, 1, highest)) : (item, 1);
            var (from, to) = range switch
            {
                "*" => (lowest, field == 5 ? 6 : highest),
                _ when range.Split('-') is [var first, var last] => (Value(first, field), Value(last, field)),
                _ => (Value(range, field), item.Contains('/', StringComparison.Ordinal) ? highest : Value(range, field)),
            };
            if (from > to)
            {
                throw new FormatException($"the {name} \"{item}\" ends before it begins");
            }

            for (var value = from; value <= to; value += step)
            {
                set[value] = true;
            }
        }

        return set;
    }

    private static int Value(string text, int field)
    {
        var (name, lowest, highest) = Fields[field];
        var names = field switch { 4 => Months, 5 => Days, _ => [] };
        var named = Array.FindIndex(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        return named >= 0 ? named + lowest : Number(text, name, lowest, highest);
    }

    private static int Number(string text, string name, int lowest, int highest) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest
            ? number
            : throw new FormatException($"the {name} \"{text}\" is no number from {lowest} to {highest}");
}
