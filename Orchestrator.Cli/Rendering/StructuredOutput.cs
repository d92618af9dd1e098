using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Contracts;
using YamlDotNet.Serialization;

namespace Orchestrator.Cli.Rendering;

/// <summary>Contracts as JSON or YAML documents, with the same members as on the wire. Ends with a line end.</summary>
public static class StructuredOutput
{
    private static readonly ISerializer Yaml = new SerializerBuilder().WithQuotingNecessaryStrings().DisableAliases().Build();

    public static string Render<T>(T value, OutputFormat format) => format switch
    {
        OutputFormat.Json => JsonSerializer.Serialize(value, ContractJson.Indented) + "\n",
        OutputFormat.Yaml => Yaml.Serialize(Plain(JsonSerializer.SerializeToNode(value, ContractJson.Options))!),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Text has a renderer for each kind of answer."),
    };

    private static object? Plain(JsonNode? node) => node switch
    {
        null => null,
        JsonObject members => members.ToDictionary(static member => member.Key, static member => Plain(member.Value), StringComparer.Ordinal),
        JsonArray items => items.Select(Plain).ToList(),
        JsonValue value => Scalar(value),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static object Scalar(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.TryGetValue<long>(out var whole) ? whole : value.GetValue<double>(),
        _ => value.GetValue<string>(),
    };
}
