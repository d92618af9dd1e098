using System.Globalization;
using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests.Yaml;

namespace Orchestrator.Manifests.Reading;

/// <summary>Typed values of nodes. Each answers null after it reported a wrong type; a value without its variable is null and no error.</summary>
internal static class Values
{
    public static MappingNode? Mapping(ManifestNode node, ReadContext context, string path) => node as MappingNode ?? Wrong<MappingNode>(node, context, path, "an object", "Write fields, indented below.");

    public static SequenceNode? Sequence(ManifestNode node, ReadContext context, string path) => node as SequenceNode ?? Wrong<SequenceNode>(node, context, path, "a list", "Write a list: one item a line, each after \"- \".");

    public static string? String(ManifestNode node, ReadContext context, string path)
    {
        if (node is not ScalarNode scalar)
        {
            return Wrong<string>(node, context, path, "a string", "Write a string.");
        }

        if (scalar.Kind == ScalarKind.String || scalar.IsUnknown || (context.TakesPlainScalarsAsText && scalar.Kind != ScalarKind.Null))
        {
            return scalar.Value;
        }

        var advice = scalar.Kind == ScalarKind.Null ? "Write a string." : context.HidesValues ? "Quote it." : $"Quote it: \"{scalar.Value}\".";
        return Wrong<string>(node, context, path, "a string", advice);
    }

    public static int? Integer(ManifestNode node, ReadContext context, string path)
    {
        if (node is ScalarNode { IsUnknown: true })
        {
            return null;
        }

        if (node is ScalarNode { Kind: ScalarKind.Integer } scalar)
        {
            if (ParseInteger(scalar.Value) is { } value)
            {
                return value;
            }

            context.Error(ErrorCatalog.InvalidValue, context.Locate(node.Offset, path), $"{scalar.Value} is too large.", "Write a smaller number.");
            return null;
        }

        var advice = node is ScalarNode { Kind: ScalarKind.String } text && ParseInteger(text.Value) is not null
            ? $"Remove the quotes: {text.Value}." : "Write a whole number.";
        _ = Wrong<string>(node, context, path, "a whole number", advice);
        return null;
    }

    public static bool? Boolean(ManifestNode node, ReadContext context, string path)
    {
        if (node is ScalarNode { Kind: ScalarKind.Boolean } scalar)
        {
            return string.Equals(scalar.Value, "true", StringComparison.OrdinalIgnoreCase);
        }

        _ = Wrong<string>(node, context, path, "true or false", "Write true or false, without quotes.");
        return null;
    }

    public static TimeSpan? Duration(ManifestNode node, ReadContext context, string path)
    {
        if (String(node, context, path) is not { } text || Sources.Unknown.IsIn(text))
        {
            return null;
        }

        if (GoDuration.Parse(text) is { } duration)
        {
            return duration;
        }

        context.Error(ErrorCatalog.InvalidValue, context.Locate(node.Offset, path), $"\"{text}\" is not a duration.", "Write a duration such as 30s, 10m or 1h30m.");
        return null;
    }

    public static bool IsEmpty(ManifestNode node) => node switch
    {
        MappingNode mapping => mapping.Entries.Count == 0,
        SequenceNode sequence => sequence.Items.Count == 0,
        ScalarNode scalar => scalar.Kind == ScalarKind.Null || scalar.Value.Length == 0
            || (scalar.Kind == ScalarKind.Boolean && string.Equals(scalar.Value, "false", StringComparison.OrdinalIgnoreCase)),
        _ => false,
    };

    public static int? ParseInteger(string text)
    {
        var digits = text.TrimStart('+', '-');
        var (style, radix) = digits.StartsWith("0x", StringComparison.Ordinal) ? (digits[2..], 16) : digits.StartsWith("0o", StringComparison.Ordinal) ? (digits[2..], 8) : (text, 10);
        try
        {
            return radix == 10
                ? int.TryParse(style, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null
                : Convert.ToInt32(style, radix);
        }
        catch (Exception problem) when (problem is FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private static T? Wrong<T>(ManifestNode node, ReadContext context, string path, string wanted, string action)
        where T : class
    {
        if (node is not ScalarNode { IsUnknown: true })
        {
            context.Error(ErrorCatalog.WrongType, context.Locate(node.Offset, path), $"{Last(path)} must be {wanted}, not {(context.HidesValues ? "what stands there" : node.Describe())}.", action);
        }

        return null;
    }

    // "$.spec.subnets[1].name" → "'name'"; "$.spec.cidrs[0]" → "'cidrs[0]'".
    private static string Last(string path) => path == "$" ? "The document" : $"'{path[(path.LastIndexOf('.') + 1)..]}'";
}
