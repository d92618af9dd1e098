using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orchestrator.Manifests.ClusterApi.Topology.Templates;

/// <summary>Values as text of some form.</summary>
internal static partial class TemplateFormat
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Quote(string text) => JsonSerializer.Serialize(text, Plain);

    public static string Indent(int spaces, string text)
    {
        var pad = new string(' ', Math.Clamp(spaces, 0, 1000));
        return pad + text.Replace("\n", $"\n{pad}", StringComparison.Ordinal);
    }

    public static string WithoutPrefix(string prefix, string text) => text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;

    public static string WithoutSuffix(string suffix, string text) => text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text;

    /// <summary>The first characters, or with a negative number the last ones.</summary>
    public static string Truncate(int length, string text) => length >= 0 ? text[..Math.Min(length, text.Length)] : text[Math.Max(0, text.Length + length)..];

    public static string Json(object? value) => Node(value)?.ToJsonString(Plain) ?? "null";

    /// <summary>Go's printf with %s, %v, %d, %q, %t and %%, and widths of numbers.</summary>
    public static object Printf(object?[] arguments)
    {
        var (format, at) = (TemplateValues.Text(arguments[0], "printf"), 1);
        var text = Verb().Replace(format, verb =>
        {
            var kind = verb.Groups["verb"].Value;
            if (kind == "%")
            {
                return "%";
            }

            var value = at < arguments.Length ? arguments[at++] : throw new TemplateProblem($"'printf' has too few arguments for \"{format}\"");
            return kind switch
            {
                "d" => Width(((long)TemplateValues.Number(value, "printf")).ToString(CultureInfo.InvariantCulture), verb.Groups["width"].Value),
                "q" => Quote(TemplateValues.Text(value, "printf")),
                "s" or "v" or "t" when verb.Groups["width"].Length == 0 => TemplateValues.Text(value, "printf"),
                _ => throw new TemplateProblem($"'printf' does not know {verb.Value}"),
            };
        });
        return at == arguments.Length ? text : throw new TemplateProblem($"'printf' has too many arguments for \"{format}\"");
    }

    private static string Width(string digits, string width) =>
        int.TryParse(width, CultureInfo.InvariantCulture, out var wanted) && wanted <= 100 ? digits.PadLeft(wanted, width.StartsWith('0') ? '0' : ' ') : digits;

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        long whole => JsonValue.Create(whole),
        double number => JsonValue.Create(number),
        List<object?> list => new JsonArray([.. list.Select(Node)]),
        SortedDictionary<string, object?> map => new JsonObject(map.Select(static m => KeyValuePair.Create(m.Key, Node(m.Value)))),
        _ => throw new TemplateProblem("'toJson' cannot write that"),
    };

    [GeneratedRegex("%(?<width>[0-9]*)(?<verb>.)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Verb();
}
