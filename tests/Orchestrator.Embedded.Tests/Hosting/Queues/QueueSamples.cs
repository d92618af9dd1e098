using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Embedded.Tests.Hosting.Samples;

namespace Orchestrator.Embedded.Tests.Hosting.Queues;

/// <summary>Queue functions, a class each so that a test can host those it needs.</summary>
internal static class QueueSamples
{
    internal sealed class Text(Journal journal)
    {
        [Function("OnText")]
        public void Run([QueueTrigger("texts")] string message) => journal.Add($"got {message}");
    }

    internal sealed class Bytes(Journal journal)
    {
        [Function("OnBytes")]
        public void Run([QueueTrigger("texts")] byte[] message) => journal.Add($"got {string.Join(' ', message)}");
    }

    internal sealed class Data(Journal journal)
    {
        [Function("OnData")]
        public void Run([QueueTrigger("texts")] BinaryData message) => journal.Add($"got {message}");
    }

    internal sealed class Object(Journal journal)
    {
        [Function("OnObject")]
        public void Run([QueueTrigger("texts")] Order message) => journal.Add($"got {message.Count} {message.Item}");
    }

    internal sealed class Message(Journal journal)
    {
        [Function("OnMessage")]
        public void Run([QueueTrigger("texts")] QueueMessage message) =>
            journal.Add($"got {message.MessageText} {message.DequeueCount} {(message.ExpiresOn - message.InsertedOn)?.TotalDays}");
    }

    internal sealed class Metadata(Journal journal)
    {
        [Function("OnMetadata")]
        public void Run(
            [QueueTrigger("%Sample__Queue%")] string message, string id, string popReceipt, int dequeueCount, string queueTrigger,
            DateTimeOffset insertionTime, DateTimeOffset expirationTime, DateTimeOffset nextVisibleTime, FunctionContext context) =>
            journal.Add($"got {message == queueTrigger} {Guid.TryParse(id, out _)} {popReceipt.Length > 0} {dequeueCount} {expirationTime - insertionTime:c} {nextVisibleTime - insertionTime:c} {context.BindingContext.BindingData["QueueTrigger"]}");
    }

    internal sealed class Properties(Journal journal)
    {
        [Function("OnProperties")]
        public void Run(
            [QueueTrigger("texts")] string message, string item, int count, bool? fresh, DayOfWeek? day, DateTimeOffset? due, Order? inner, string id, FunctionContext context) =>
            journal.Add($"got {item} {count} {fresh} {day} {due:o} {inner} {id} {context.BindingContext.BindingData.ContainsKey("list")}");
    }

    internal sealed class ObjectAndProperty(Journal journal)
    {
        [Function("OnObjectAndProperty")]
        public void Run([QueueTrigger("texts")] Order message, string item) => journal.Add($"got {message.Item} {item}");
    }

    internal sealed class BytesAndProperty(Journal journal)
    {
        [Function("OnBytesAndProperty")]
        public void Run([QueueTrigger("texts")] byte[] message, string? item) => journal.Add($"got {message.Length} {item ?? "none"}");
    }

    internal sealed class Texts(Journal journal)
    {
        [Function("OnTexts")]
        public void Run([QueueTrigger("texts")] string message, string dequeueCount, string insertionTime, FunctionContext context) =>
            journal.Add($"got {dequeueCount} {insertionTime} {string.Join(' ', context.BindingContext.BindingData.Keys.Order(StringComparer.Ordinal))}");
    }

    internal sealed class Traced(Journal journal)
    {
        [Function("TraceQueue")]
        public async Task Run([QueueTrigger("texts")] string message, [DurableClient] DurableTaskClient client, FunctionContext context)
        {
            await client.ScheduleNewOrchestrationInstanceAsync("TraceWork");
            journal.Add($"traced {context.TraceContext.TraceParent}");
        }
    }

    /// <summary>Fails on "bad", waits for the doorbell on "wait".</summary>
    internal sealed class Failing(Journal journal, TimeProvider time, TaskCompletionSource doorbell)
    {
        [Function("OnFailing")]
        public async Task Run([QueueTrigger("jobs", Connection = "Jobs")] string message, int dequeueCount, CancellationToken cancellation)
        {
            journal.Add($"got {message} {dequeueCount} at {time.GetUtcNow():HH:mm:ss}");
            if (message.StartsWith("wait", StringComparison.Ordinal))
            {
                await doorbell.Task.WaitAsync(cancellation);
                journal.Add($"got on with {message}");
            }
            else if (message.StartsWith("bad", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("as asked");
            }
        }
    }

    internal sealed class Poison(Journal journal)
    {
        [Function("OnPoison")]
        public void Run([QueueTrigger("jobs-poison", Connection = "Jobs")] string message, int dequeueCount) => journal.Add($"got poison {message} {dequeueCount}");
    }

    /// <summary>Answers each message by its first letter: one text, several, an object, bytes, nothing, or a failure.</summary>
    internal sealed class Answering
    {
        [Function("OnQuestion")]
        [QueueOutput("%Answers__Queue%", Connection = "Jobs")]
        public async Task<object?> Run([QueueTrigger("jobs", Connection = "Jobs")] string message)
        {
            await Task.Yield();
            return message[0] switch
            {
                't' => message,
                's' => new[] { "one", "two" },
                'o' => new Order("fig", 3),
                'b' => "näh"u8.ToArray(),
                'f' => throw new InvalidOperationException("as asked"),
                _ => null,
            };
        }
    }

    internal sealed class WrongName
    {
        [Function("WrongName")]
        public void Run([QueueTrigger("under_score")] string message)
        {
        }
    }
}
