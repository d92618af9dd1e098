using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Embedded.Hosting.Discovery;
using Orchestrator.Embedded.Hosting.Invocation;
using Orchestrator.Embedded.Hosting.Triggers;

namespace Orchestrator.Embedded.Hosting.Queues;

/// <summary>
/// Makes the listeners of an app's queue functions: on Azure Storage when the trigger's connection is configured, else on a queue in the
/// data folder.
/// </summary>
internal sealed class QueueTriggers(
    QueueSettings settings,
    InProcessQueues inProcess,
    StorageQueues storage,
    IConfiguration configuration,
    FunctionInvoker invoker,
    QueueParameter parameter,
    TimeProvider time,
    WorkDispatcher dispatcher,
    Randomness randomness,
    ILogger<QueueListener> logger)
{
    private readonly Dictionary<string, string> _inStorage = new(StringComparer.Ordinal);

    /// <exception cref="EmbeddedHostException">A queue's name or connection is wrong, or the queues' file cannot be used.</exception>
    public IEnumerable<ITriggerListener> Listeners(IEnumerable<FunctionDescriptor> functions) =>
        functions.Where(f => f.Trigger is QueueTriggerAttribute).Select(Listener);

    /// <summary>Puts a message into a queue of the data folder.</summary>
    /// <exception cref="ArgumentException">The name is no queue's, the message is too large, or the delay is out of bounds.</exception>
    /// <exception cref="InvalidOperationException">A function reads this queue from Azure Storage: send it there.</exception>
    public Task EnqueueAsync(string queueName, BinaryData message, TimeSpan delay, CancellationToken cancellation) =>
        OfDataFolder(queueName, "send the message").AddAsync(message, delay, cancellation);

    /// <summary>What a queue of the data folder holds.</summary>
    /// <exception cref="ArgumentException">The name is no queue's.</exception>
    /// <exception cref="InvalidOperationException">A function reads this queue from Azure Storage: look there.</exception>
    public IReadOnlyList<BinaryData> Peek(string queueName) => OfDataFolder(queueName, "look").Peek();

    private InProcessQueue OfDataFolder(string queueName, string instead)
    {
        string name;
        try
        {
            name = QueueName.Check(queueName);
        }
        catch (FormatException e)
        {
            throw new ArgumentException(e.Message, nameof(queueName), e);
        }

        return _inStorage.TryGetValue(name, out var connection)
            ? throw new InvalidOperationException($"Queue '{name}' is in the storage account of the setting '{connection}': {instead} there.")
            : inProcess.Open(name);
    }

    private QueueListener Listener(FunctionDescriptor function)
    {
        try
        {
            var trigger = (QueueTriggerAttribute)function.Trigger;
            var name = QueueName.Check(AppSettings.Resolve(trigger.QueueName, configuration));
            var connection = AppSettings.Resolve(trigger.Connection is { Length: > 0 } given ? given : StorageQueues.DefaultConnection, configuration);
            var (queue, poison) = Queues(name, connection, function.Name);
            var run = new QueueFunction(function, queue, poison, settings, invoker, parameter, time, dispatcher, logger);
            return new QueueListener(queue, run, settings, time, dispatcher, randomness, logger);
        }
        catch (FormatException e)
        {
            throw new EmbeddedHostException($"{function.EntryPoint} (function '{function.Name}'): {e.Message}.", e);
        }
    }

    private (IMessageQueue Queue, IMessageQueue? Poison) Queues(string name, string connection, string function)
    {
        var poison = QueueName.Poison(name);
        if (storage.Find(connection, name, poison) is { } stored)
        {
            _inStorage[name] = connection;
            return (stored, poison is null ? null : storage.Find(connection, poison, poisonName: null));
        }

        logger.LogInformation(
            "Function {Function} reads queue {Queue} of the data folder, as no storage is set for connection {Connection}", function, name, connection);
        return (inProcess.Open(name), poison is null ? null : inProcess.Open(poison));
    }
}
