using System.Collections.Concurrent;
using System.Reflection;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Orchestrator.Embedded.Hosting.Discovery;
using Orchestrator.Embedded.Hosting.Triggers;

namespace Orchestrator.Embedded.Hosting.Queues;

/// <summary>Sends what functions with [QueueOutput] return: to Azure Storage when the binding's connection is configured, else to a queue in the data folder.</summary>
internal sealed class QueueOutputs(InProcessQueues inProcess, StorageQueues storage, IConfiguration configuration, ObjectSerializer serializer)
{
    private readonly ConcurrentDictionary<FunctionDescriptor, IMessageQueue?> _queues = new(ReferenceEqualityComparer.Instance);

    /// <summary>Null sends nothing; several texts are several messages. Returns when they are stored.</summary>
    /// <exception cref="FormatException">The queue's name or connection is wrong.</exception>
    public async Task SendAsync(FunctionDescriptor function, object? result, CancellationToken cancellation)
    {
        if (_queues.GetOrAdd(function, Open) is not { } queue)
        {
            return;
        }

        IEnumerable<object?> items = result is IEnumerable<string> texts ? texts : [result];
        foreach (var item in items)
        {
            if (item is not null)
            {
                await queue.AddAsync(await BodyAsync(item, cancellation), cancellation);
            }
        }
    }

    private IMessageQueue? Open(FunctionDescriptor function)
    {
        if (function.Method.GetCustomAttribute<QueueOutputAttribute>() is not { } output)
        {
            return null;
        }

        var name = QueueName.Check(AppSettings.Resolve(output.QueueName, configuration));
        var connection = AppSettings.Resolve(output.Connection is { Length: > 0 } given ? given : StorageQueues.DefaultConnection, configuration);
        return storage.Find(connection, name, poisonName: null) ?? inProcess.Open(name);
    }

    private async ValueTask<BinaryData> BodyAsync(object item, CancellationToken cancellation) => item switch
    {
        string text => BinaryData.FromString(text),
        byte[] bytes => BinaryData.FromBytes(bytes),
        BinaryData data => data,
        _ => await serializer.SerializeAsync(item, item.GetType(), cancellation),
    };
}
