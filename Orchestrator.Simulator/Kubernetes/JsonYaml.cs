using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Orchestrator.Simulator.Kubernetes;

/// <summary>JSON as block YAML, strings quoted wherever YAML would read them as something else.</summary>
internal static class JsonYaml
{
    public static string Write(JsonObject document)
    {
        var writer = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(Convert(document))).Save(writer, assignAnchors: false);
        var text = writer.ToString();
        return text.EndsWith("...\n", StringComparison.Ordinal) ? text[..^4] : text;
    }

    private static YamlNode Convert(JsonNode? node) => node switch
    {
        null => new YamlScalarNode("null"),
        JsonObject map => new YamlMappingNode(map.Select(static pair => KeyValuePair.Create<YamlNode, YamlNode>(new YamlScalarNode(pair.Key), Convert(pair.Value)))),
        JsonArray list => new YamlSequenceNode(list.Select(Convert)),
        _ when node.GetValueKind() == JsonValueKind.String => new YamlScalarNode(node.ToString()) { Style = NeedsQuotes(node.ToString()) ? ScalarStyle.DoubleQuoted : ScalarStyle.Any },
        _ => new YamlScalarNode(node.ToJsonString()),
    };

    private static bool NeedsQuotes(string text) =>
        text.Length == 0 || !char.IsLetter(text[0]) || text.Length <= 5 || text.AsSpan().ContainsAny(":#{}[],&*!|>'\"%@`\n");
}
