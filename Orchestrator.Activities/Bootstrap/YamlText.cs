using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orchestrator.Activities.Bootstrap;

/// <summary>JSON as YAML text, the same every time: members keep their order, and every string that a YAML 1.1 reader could take for something else is quoted.</summary>
public static partial class YamlText
{
    private static readonly EmitterSettings Settings = new EmitterSettings().WithBestWidth(int.MaxValue).WithNewLine("\n");

    public static string Write(JsonNode root)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(writer, Settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart());
        Emit(emitter, root);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return writer.ToString();
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject mapping:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, mapping.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in mapping)
                {
                    emitter.Emit(Text(key));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray sequence:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, sequence.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in sequence)
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            default:
                emitter.Emit(node?.GetValueKind() == JsonValueKind.String ? Text(node.GetValue<string>()) : Plain(node?.ToJsonString() ?? "null"));
                break;
        }
    }

    private static Scalar Text(string value) => (value, value.Contains('\n', StringComparison.Ordinal)) switch
    {
        (_, true) => Styled(value, ScalarStyle.Literal),
        _ when Unambiguous().IsMatch(value) && !Reserved().IsMatch(value) => Plain(value),

        // Quoting doubles or escapes the quotes inside, which would break a jinja expression: cloud-init renders before it reads YAML.
        _ when value.Contains("{{", StringComparison.Ordinal) && value.Contains('\'', StringComparison.Ordinal) => Styled(value, ScalarStyle.Literal),
        _ => Styled(value, ScalarStyle.SingleQuoted),
    };

    private static Scalar Plain(string value) => Styled(value, ScalarStyle.Plain);

    private static Scalar Styled(string value, ScalarStyle style) =>
        new(AnchorName.Empty, TagName.Empty, value, style, isPlainImplicit: style == ScalarStyle.Plain, isQuotedImplicit: style != ScalarStyle.Plain);

    [GeneratedRegex(@"\A[A-Za-z_/][A-Za-z0-9_./=+-]*( [A-Za-z0-9_./=+&>|-]+)*\z")]
    private static partial Regex Unambiguous();

    [GeneratedRegex(@"\A(null|true|false|yes|no|on|off|y|n)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();
}
