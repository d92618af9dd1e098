using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using static Orchestrator.Manifests.ClusterApi.Topology.Templates.TemplateValues;

namespace Orchestrator.Manifests.ClusterApi.Topology.Templates;

/// <summary>Go's own functions, and those of sprig that give the same for the same and are of use in patches.</summary>
internal static class TemplateFunctions
{
    private const int MostRepeats = 10_000;

    private static readonly Dictionary<string, (int Least, int Most, Func<object?[], object?> Run)> Known = new(StringComparer.Ordinal)
    {
        ["not"] = (1, 1, static a => !IsTrue(a[0])),
        ["eq"] = (2, 99, static a => a.Skip(1).Any(other => Same(a[0], other))),
        ["ne"] = (2, 2, static a => !Same(a[0], a[1])),
        ["lt"] = (2, 2, static a => Compare(a[0], a[1], "lt") < 0),
        ["le"] = (2, 2, static a => Compare(a[0], a[1], "le") <= 0),
        ["gt"] = (2, 2, static a => Compare(a[0], a[1], "gt") > 0),
        ["ge"] = (2, 2, static a => Compare(a[0], a[1], "ge") >= 0),
        ["len"] = (1, 1, static a => a[0] switch { string s => (long)Encoding.UTF8.GetByteCount(s), List<object?> l => (long)l.Count, SortedDictionary<string, object?> m => (long)m.Count, _ => throw new TemplateProblem("'len' takes a text, a list or an object") }),
        ["index"] = (1, 99, static a => a.Skip(1).Aggregate(a[0], Index)),
        ["print"] = (1, 99, static a => string.Concat(a.Select(static v => Text(v, "print")))),
        ["printf"] = (1, 99, TemplateFormat.Printf),
        ["default"] = (1, 2, static a => a.Length == 2 && IsTrue(a[1]) ? a[1] : a[0]),
        ["empty"] = (1, 1, static a => !IsTrue(a[0])),
        ["coalesce"] = (1, 99, static a => a.FirstOrDefault(IsTrue)),
        ["ternary"] = (3, 3, static a => IsTrue(a[2]) ? a[0] : a[1]),
        ["required"] = (2, 2, static a => a[1] is null or "" ? throw new TemplateProblem(Text(a[0], "required")) : a[1]),
        ["quote"] = (1, 99, static a => string.Join(' ', a.Where(static v => v is not null).Select(static v => TemplateFormat.Quote(Text(v, "quote"))))),
        ["squote"] = (1, 99, static a => string.Join(' ', a.Where(static v => v is not null).Select(static v => $"'{Text(v, "squote")}'"))),
        ["upper"] = (1, 1, static a => Text(a[0], "upper").ToUpperInvariant()),
        ["lower"] = (1, 1, static a => Text(a[0], "lower").ToLowerInvariant()),
        ["title"] = (1, 1, static a => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(Text(a[0], "title"))),
        ["trim"] = (1, 1, static a => Text(a[0], "trim").Trim()),
        ["trimAll"] = (2, 2, static a => Text(a[1], "trimAll").Trim(Text(a[0], "trimAll").ToCharArray())),
        ["trimPrefix"] = (2, 2, static a => TemplateFormat.WithoutPrefix(Text(a[0], "trimPrefix"), Text(a[1], "trimPrefix"))),
        ["trimSuffix"] = (2, 2, static a => TemplateFormat.WithoutSuffix(Text(a[0], "trimSuffix"), Text(a[1], "trimSuffix"))),
        ["contains"] = (2, 2, static a => Text(a[1], "contains").Contains(Text(a[0], "contains"), StringComparison.Ordinal)),
        ["hasPrefix"] = (2, 2, static a => Text(a[1], "hasPrefix").StartsWith(Text(a[0], "hasPrefix"), StringComparison.Ordinal)),
        ["hasSuffix"] = (2, 2, static a => Text(a[1], "hasSuffix").EndsWith(Text(a[0], "hasSuffix"), StringComparison.Ordinal)),
        ["replace"] = (3, 3, static a => Text(a[0], "replace") is { Length: > 0 } old ? Text(a[2], "replace").Replace(old, Text(a[1], "replace"), StringComparison.Ordinal) : Text(a[2], "replace")),
        ["repeat"] = (2, 2, static a => Number(a[0], "repeat") is >= 0 and <= MostRepeats and var n ? string.Concat(Enumerable.Repeat(Text(a[1], "repeat"), (int)n)) : throw new TemplateProblem($"'repeat' takes a number from 0 to {MostRepeats}")),
        ["trunc"] = (2, 2, static a => TemplateFormat.Truncate((int)Number(a[0], "trunc"), Text(a[1], "trunc"))),
        ["nospace"] = (1, 1, static a => string.Concat(Text(a[0], "nospace").Where(static c => !char.IsWhiteSpace(c)))),
        ["indent"] = (2, 2, static a => TemplateFormat.Indent((int)Number(a[0], "indent"), Text(a[1], "indent"))),
        ["nindent"] = (2, 2, static a => "\n" + TemplateFormat.Indent((int)Number(a[0], "nindent"), Text(a[1], "nindent"))),
        ["join"] = (2, 2, static a => string.Join(Text(a[0], "join"), Items(a[1], "join").Select(static i => Text(i, "join")))),
        ["splitList"] = (2, 2, static a => Text(a[1], "splitList").Split(Text(a[0], "splitList")).Cast<object?>().ToList()),
        ["toString"] = (1, 1, static a => Text(a[0], "toString")),
        ["int"] = (1, 1, static a => (long)Number(a[0], "int")),
        ["int64"] = (1, 1, static a => (long)Number(a[0], "int64")),
        ["atoi"] = (1, 1, static a => (long)Number(a[0], "atoi")),
        ["add"] = (1, 99, static a => Shortest(a.Sum(static v => Number(v, "add")))),
        ["add1"] = (1, 1, static a => Shortest(Number(a[0], "add1") + 1)),
        ["sub"] = (2, 2, static a => Shortest(Number(a[0], "sub") - Number(a[1], "sub"))),
        ["mul"] = (1, 99, static a => Shortest(a.Aggregate(1.0, static (product, v) => product * Number(v, "mul")))),
        ["div"] = (2, 2, static a => Divide(a, "div", static (x, y) => x / y)),
        ["mod"] = (2, 2, static a => Divide(a, "mod", static (x, y) => x % y)),
        ["max"] = (1, 99, static a => Shortest(a.Max(static v => Number(v, "max")))),
        ["min"] = (1, 99, static a => Shortest(a.Min(static v => Number(v, "min")))),
        ["list"] = (0, 99, static a => a.ToList()),
        ["first"] = (1, 1, static a => Items(a[0], "first").FirstOrDefault()),
        ["last"] = (1, 1, static a => Items(a[0], "last").LastOrDefault()),
        ["has"] = (2, 2, static a => Items(a[1], "has").Any(item => Same(item, a[0]))),
        ["dict"] = (0, 99, static a => a.Length % 2 == 0 ? new SortedDictionary<string, object?>(a.Chunk(2).ToDictionary(static pair => Text(pair[0], "dict"), static pair => pair[1]), StringComparer.Ordinal) : throw new TemplateProblem("'dict' takes keys and values")),
        ["get"] = (2, 2, static a => Map(a[0], "get").GetValueOrDefault(Text(a[1], "get")) ?? ""),
        ["hasKey"] = (2, 2, static a => Map(a[0], "hasKey").ContainsKey(Text(a[1], "hasKey"))),
        ["keys"] = (1, 1, static a => Map(a[0], "keys").Keys.Cast<object?>().ToList()),
        ["b64enc"] = (1, 1, static a => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(a[0], "b64enc")))),
        ["sha256sum"] = (1, 1, static a => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text(a[0], "sha256sum"))))),
        ["toJson"] = (1, 1, static a => TemplateFormat.Json(a[0])),
        ["semverCompare"] = (2, 2, static a => TemplateVersions.Satisfies(Text(a[1], "semverCompare"), Text(a[0], "semverCompare"))),
    };

    /// <exception cref="TemplateProblem">It is not known, or takes other arguments.</exception>
    public static object? Call(string name, object?[] arguments)
    {
        if (!Known.TryGetValue(name, out var function))
        {
            throw new TemplateProblem($"the function '{name}' is not supported");
        }

        return arguments.Length >= function.Least && arguments.Length <= function.Most
            ? function.Run(arguments)
            : throw new TemplateProblem($"the function '{name}' does not take {arguments.Length} arguments");
    }

    private static object? Index(object? value, object? key) => (value, key) switch
    {
        (List<object?> list, long at) => at >= 0 && at < list.Count ? list[(int)at] : throw new TemplateProblem($"'index' {at} is outside of its list"),
        (SortedDictionary<string, object?> map, string name) => map.GetValueOrDefault(name),
        (null, _) => null,
        _ => throw new TemplateProblem("'index' takes a list and a number, or an object and a name"),
    };

    private static List<object?> Items(object? value, string function) => value as List<object?> ?? (value is null ? [] : throw new TemplateProblem($"'{function}' takes a list"));

    private static SortedDictionary<string, object?> Map(object? value, string function) => value as SortedDictionary<string, object?> ?? throw new TemplateProblem($"'{function}' takes an object");

    private static object Divide(object?[] a, string function, Func<long, long, long> divide) =>
        (long)Number(a[1], function) is not 0 and var by ? divide((long)Number(a[0], function), by) : throw new TemplateProblem($"'{function}' by zero");
}
