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

    public static Dictionary<string, object?> Metadata(QueueMessage message) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["QueueTrigger"] = message.Body.ToString(),
        ["Id"] = message.MessageId,
        ["PopReceipt"] = message.PopReceipt,
        ["DequeueCount"] = message.DequeueCount,
        ["InsertionTime"] = message.InsertedOn,
        ["ExpirationTime"] = message.ExpiresOn,
        ["NextVisibleTime"] = message.NextVisibleOn,
    };
}
