using System.Globalization;
using Orchestrator.Manifests.Yaml;

namespace Orchestrator.Manifests.ClusterApi.Topology.Templates;

/// <summary>Values as templates see them: null, text, numbers, flags, lists and maps with their keys in order, as Go walks them.</summary>
internal static class TemplateValues
{
    public static object? Of(ManifestNode? node) => node switch
    {
        MappingNode mapping => Map(mapping),
        SequenceNode list => list.Items.Select(Of).ToList(),
        ScalarNode { Kind: ScalarKind.Boolean } flag => string.Equals(flag.Value, "true", StringComparison.OrdinalIgnoreCase),
        ScalarNode { Kind: ScalarKind.Integer } number when long.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        ScalarNode { Kind: ScalarKind.Float } number when double.TryParse(number.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        ScalarNode { Kind: not ScalarKind.Null } scalar => scalar.Value,
        _ => null,
    };

    /// <summary>Go's truth: what is empty or zero is false.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        long whole => whole != 0,
        double number => number != 0,
        string text => text.Length > 0,
        List<object?> list => list.Count > 0,
        SortedDictionary<string, object?> map => map.Count > 0,
        _ => true,
    };

    /// <exception cref="TemplateProblem">It has none: there is no value, or many.</exception>
    public static string Text(object? value, string what) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString(CultureInfo.InvariantCulture),
        null => throw new TemplateProblem($"'{what}' has no value"),
        _ => throw new TemplateProblem($"'{what}' is a list or an object, which has no text; use toJson or range"),
    };

    public static bool Same(object? left, object? right) => (left, right) switch
    {
        (long or double, long or double) => Number(left, "eq").Equals(Number(right, "eq")),
        _ => Equals(left, right),
    };

    public static int Compare(object? left, object? right, string function) => (left, right) switch
    {
        (string one, string other) => string.CompareOrdinal(one, other),
        (long or double, long or double) => Number(left, function).CompareTo(Number(right, function)),
        _ => throw new TemplateProblem($"'{function}' compares numbers with numbers and texts with texts"),
    };

    public static double Number(object? value, string function) => value switch
    {
        long whole => whole,
        double number => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => throw new TemplateProblem($"'{function}' takes numbers"),
    };

    public static object Shortest(double number) => number == Math.Floor(number) && Math.Abs(number) < 1e15 ? (object)(long)number : number;

    private static SortedDictionary<string, object?> Map(MappingNode mapping)
    {
        var map = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            map[entry.Key] = Of(entry.Value);
        }

        return map;
    }
}
