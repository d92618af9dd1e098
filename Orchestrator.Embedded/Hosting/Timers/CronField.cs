using System.Globalization;

namespace Orchestrator.Embedded.Hosting.Timers;

/// <summary>One field of an NCRONTAB expression: the set of values at which it fires.</summary>
internal sealed class CronField
{
    private readonly bool[] _values;

    private CronField(bool[] values) => _values = values;

    public bool Contains(int value) => _values[value];

    /// <summary>Some value is followed by the next one: written out in full, the field has a range.</summary>
    public bool HasRange => Enumerable.Range(0, _values.Length - 1).Any(value => _values[value] && _values[value + 1]);

    /// <summary>The first value at or after <paramref name="from"/>; null when there is none.</summary>
    public int? AtOrAfter(int from)
    {
        var found = from < _values.Length ? Array.IndexOf(_values, value: true, from) : -1;
        return found < 0 ? null : found;
    }

    /// <summary>Reads lists of values, ranges, steps and (where the field has them) names or their beginnings.</summary>
    /// <exception cref="FormatException">The text is no such field; the message says why.</exception>
    public static CronField Parse(string text, CronFieldKind kind)
    {
        var values = new bool[kind.Maximum + 1];
        foreach (var item in text.Split(','))
        {
            Add(item, kind, values);
        }

        return new CronField(values);
    }

    private static void Add(string item, CronFieldKind kind, bool[] values)
    {
        var slash = item.IndexOf('/', StringComparison.Ordinal);
        var range = slash < 0 ? item : item[..slash];
        var (first, last) = Range(range, kind, openEnded: slash >= 0);
        // NCrontab, which Azure Functions uses, takes a step below one as one.
        var step = slash < 0 ? 1 : Math.Max(1, Number(item[(slash + 1)..], item, kind));
        for (var value = first; value <= last; value += step)
        {
            values[value] = true;
        }
    }

    private static (int First, int Last) Range(string text, CronFieldKind kind, bool openEnded)
    {
        if (text == "*")
        {
            return (kind.Minimum, kind.Maximum);
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash <= 0)
        {
            var only = Value(text, kind);
            return (only, openEnded ? kind.Maximum : only);
        }

        // NCrontab swaps the ends of a range that runs backwards: FRI-MON is MON-FRI.
        var (start, end) = (Value(text[..dash], kind), Value(text[(dash + 1)..], kind));
        return start <= end ? (start, end) : (end, start);
    }

    private static int Value(string text, CronFieldKind kind)
    {
        if (text.Length == 0)
        {
            throw new FormatException($"the {kind.Name} field has an empty value");
        }

        var named = kind.Names.FindIndex(name => name.StartsWith(text, StringComparison.OrdinalIgnoreCase));
        var value = named < 0 ? Number(text, text, kind) : named + kind.Minimum;
        return value >= kind.Minimum && value <= kind.Maximum
            ? value
            : throw new FormatException($"{value} is not allowed in the {kind.Name} field, which takes {kind.Minimum} to {kind.Maximum}");
    }

    private static int Number(string text, string item, CronFieldKind kind) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{item}' is not a value of the {kind.Name} field");
}
