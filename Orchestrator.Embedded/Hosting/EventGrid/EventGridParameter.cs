using System.Text.Json;
using Azure.Core.Serialization;
using Azure.Messaging;
using Azure.Messaging.EventGrid;
using Orchestrator.Embedded.Hosting.Invocation;

namespace Orchestrator.Embedded.Hosting.EventGrid;

/// <summary>Turns events into the type that a function's trigger parameter has.</summary>
internal sealed class EventGridParameter(ObjectSerializer serializer)
{
    /// <exception cref="FunctionBindingException">The event is not of the schema or shape that the parameter takes.</exception>
    public object? Convert(JsonElement item, Type type)
    {
        try
        {
            return type switch
            {
                _ when type == typeof(string) => item.GetRawText(),
                _ when type == typeof(BinaryData) => BinaryData.FromString(item.GetRawText()),
                _ when type == typeof(EventGridEvent) => EventGridEvent.Parse(BinaryData.FromString(item.GetRawText())),
                _ when type == typeof(CloudEvent) => CloudEvent.Parse(BinaryData.FromString(item.GetRawText())),
                _ => serializer.Deserialize(BinaryData.FromString(item.GetRawText()).ToStream(), type, CancellationToken.None),
            };
        }
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException or InvalidOperationException)
        {
            throw new FunctionBindingException($"The event is no {type.Name}: {e.Message}", e);
        }
    }

    /// <inheritdoc cref="Convert"/>
    public Array ConvertAll(IReadOnlyList<JsonElement> items, Type element)
    {
        var array = Array.CreateInstance(element, items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            array.SetValue(Convert(items[i], element), i);
        }

        return array;
    }
}
