using System.Text.Json;
using Azure.Core.Serialization;
using Azure.Storage.Queues.Models;
using Orchestrator.Embedded.Hosting.Invocation;

namespace Orchestrator.Embedded.Hosting.Queues;

/// <summary>Turns a message into what its function takes: the trigger parameter, and the metadata that further parameters may name.</summary>
internal sealed class QueueParameter(ObjectSerializer serializer)
{
    /// <exception cref="FunctionBindingException">The body is not the JSON that the parameter takes.</exception>
    public object? Convert(QueueMessage message, Type type)
    {
        try
        {
            return type switch
            {
                _ when type == typeof(string) => message.Body.ToString(),
                _ when type == typeof(byte[]) => message.Body.ToArray(),
                _ when type == typeof(BinaryData) => message.Body,
                _ when type == typeof(QueueMessage) => message,
                _ => serializer.Deserialize(message.Body.ToStream(), type, CancellationToken.None),
            };
        }
        catch (JsonException e)
        {
            throw new FunctionBindingException($"The message is not the JSON of a {type.Name}: {e.Message}", e);
        }
    }

    /// <summary>
    /// What the worker is told besides the message, as text: strings are themselves, other values their JSON. The properties of a message that is a JSON
    /// object come too, unless the function takes its bytes, and win.
    /// </summary>
    public static Dictionary<string, object?> Metadata(QueueMessage message, Type type)
    {
        var metadata = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["QueueTrigger"] = message.Body.ToString(),
            ["Id"] = message.MessageId,
            ["PopReceipt"] = message.PopReceipt,
            ["DequeueCount"] = JsonSerializer.Serialize(message.DequeueCount),
            ["InsertionTime"] = JsonSerializer.Serialize(message.InsertedOn),
            ["ExpirationTime"] = JsonSerializer.Serialize(message.ExpiresOn),
            ["NextVisibleTime"] = JsonSerializer.Serialize(message.NextVisibleOn),
        };
        var isRaw = type == typeof(byte[]) || type == typeof(BinaryData) || type == typeof(QueueMessage);
        foreach (var (name, value) in isRaw ? [] : Properties(message.Body))
        {
            metadata[name] = value;
        }

        return metadata;
    }

    /// <summary>Arrays and nulls are left out, as the Functions host does.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Properties(BinaryData body)
    {
        JsonElement root;
        try
        {
            root = JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return [];
        }

        return root.ValueKind != JsonValueKind.Object ? [] : root.EnumerateObject()
            .Where(property => property.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
            .Select(property => KeyValuePair.Create(property.Name, property.Value.ToString()));
    }
}
