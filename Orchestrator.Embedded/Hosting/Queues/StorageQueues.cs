using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Embedded.Hosting.Queues;

/// <summary>
/// Finds the storage account that a trigger's connection names: a connection string, or a section with <c>queueServiceUri</c>, <c>serviceUri</c> or
/// <c>accountName</c> for a Microsoft Entra identity, in a setting of that name, with or without the prefix AzureWebJobs.
/// </summary>
internal sealed class StorageQueues(IConfiguration configuration, QueueSettings settings, ILogger<StorageQueues> logger)
{
    public const string DefaultConnection = "Storage";

    /// <summary>Null when no storage is configured under this name.</summary>
    /// <exception cref="FormatException">The setting is no connection string or address.</exception>
    public IMessageQueue? Find(string connection, string queueName, string? poisonName)
    {
        if (Service(connection) is not { } connect)
        {
            return null;
        }

        var options = new QueueClientOptions { MessageEncoding = settings.UseBase64 ? QueueMessageEncoding.Base64 : QueueMessageEncoding.None };
        var poison = poisonName is null ? null : connect(new QueueClientOptions()).GetQueueClient(poisonName);
        options.MessageDecodingFailed += failed => SetAsideAsync(failed, poison);
        return new StorageQueue(connect(options).GetQueueClient(queueName));
    }

    /// <summary>A body that cannot be decoded never will be: it goes to the poison queue as it is.</summary>
    private async Task SetAsideAsync(QueueMessageDecodingFailedEventArgs failed, QueueClient? poison)
    {
        if (failed.ReceivedMessage is not { } message || poison is null)
        {
            return;
        }

        logger.LogError("Message {MessageId} of queue {Queue} is not Base64: it goes to {Poison}", message.MessageId, failed.Queue.Name, poison.Name);
        await poison.CreateIfNotExistsAsync(cancellationToken: failed.CancellationToken);
        await poison.SendMessageAsync(message.Body, cancellationToken: failed.CancellationToken);
        await failed.Queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, failed.CancellationToken);
    }

    /// <summary>Makes clients of the account; null when the connection is not configured.</summary>
    /// <exception cref="FormatException">The setting is no connection string, address or identity.</exception>
    public Func<QueueClientOptions, QueueServiceClient>? Service(string connection)
    {
        foreach (var key in new[] { "AzureWebJobs" + connection, connection })
        {
            var text = configuration[key] is { Length: > 0 } value ? value : configuration.GetConnectionString(key);
            if (!string.IsNullOrEmpty(text))
            {
                return options => new QueueServiceClient(text, options);
            }

            var section = configuration.GetSection(key);
            if (Address(section) is { } address)
            {
                var identity = StorageIdentity.Read(section).Build();
                return options => new QueueServiceClient(address, identity, options);
            }
        }

        return null;
    }

    private static Uri? Address(IConfigurationSection section)
    {
        foreach (var name in new[] { "queueServiceUri", "serviceUri" })
        {
            if (section[name] is { Length: > 0 } uri)
            {
                return Uri.TryCreate(uri, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
                    ? address
                    : throw new FormatException($"the setting {section.Path}:{name} is no https address");
            }
        }

        return section["accountName"] is { Length: > 0 } account ? new Uri($"https://{account}.queue.core.windows.net") : null;
    }
}
