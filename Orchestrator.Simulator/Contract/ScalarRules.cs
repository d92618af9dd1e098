using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Contract;

/// <summary>What the contract says about strings, numbers and booleans.</summary>
internal static class ScalarRules
{
    /// <summary>Returns the value, an enum in its canonical casing, or throws.</summary>
    public static JsonNode Check(JsonValue value, ContractSchema schema, string path)
    {
        var found = value.GetValueKind();
        if (!Fits(found, schema.Type, value))
        {
            throw new ContractViolationException(path, $"Error converting value '{value}' to type '{schema.Type}'.");
        }

        if (found == JsonValueKind.Number)
        {
            CheckRange(value, schema, path);
        }

        return found == JsonValueKind.String ? CheckText(value.GetValue<string>(), schema, path) : value.DeepClone();
    }

    private static bool Fits(JsonValueKind found, string? type, JsonValue value) => type switch
    {
        "string" => found == JsonValueKind.String,
        "boolean" => found is JsonValueKind.True or JsonValueKind.False,
        "number" => found == JsonValueKind.Number,
        "integer" => found == JsonValueKind.Number && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && decimal.Truncate(number) == number,
        null => true,
        _ => false,
    };

    private static void CheckRange(JsonValue value, ContractSchema schema, string path)
    {
        var number = decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (number < schema.Minimum || number > schema.Maximum)
        {
            throw new ContractViolationException(path, $"Value {value} is outside the allowed range {schema.Minimum} to {schema.Maximum}.");
        }
    }

    private static JsonNode CheckText(string text, ContractSchema schema, string path)
    {
        if (schema.KnownValues.FirstOrDefault(known => string.Equals(known, text, StringComparison.OrdinalIgnoreCase)) is { } canonical)
        {
            return canonical;
        }

        if (schema.Values is { } values)
        {
            throw new ContractViolationException(path, $"Error converting value \"{text}\" to one of '{string.Join(", ", values)}'.");
        }

        if (schema.Pattern?.IsMatch(text) == false)
        {
            throw new ContractViolationException(path, $"Value '{text}' does not match the pattern '{schema.Pattern}'.");
        }

        return string.Equals(schema.Format, "uuid", StringComparison.Ordinal) && !Guid.TryParse(text, out _)
            ? throw new ContractViolationException(path, $"Value '{text}' is not a UUID.")
            : text;
    }
}
