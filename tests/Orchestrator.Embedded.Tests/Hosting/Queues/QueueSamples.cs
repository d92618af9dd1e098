using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
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

    internal sealed class WrongName
    {
        [Function("WrongName")]
        public void Run([QueueTrigger("under_score")] string message)
        {
        }
    }
}
