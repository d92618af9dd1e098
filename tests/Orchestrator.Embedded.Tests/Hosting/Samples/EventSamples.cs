using Azure.Messaging;
using Azure.Messaging.EventGrid;
using Microsoft.Azure.Functions.Worker;

namespace Orchestrator.Embedded.Tests.Hosting.Samples;

internal sealed class EventSamples(Journal journal)
{
    [Function("OnText")]
    public void OnText([EventGridTrigger] string item) => journal.Add($"text {item.Length > 0}");

    [Function("OnBytes")]
    public void OnBytes([EventGridTrigger] BinaryData item) => journal.Add($"bytes {item.ToMemory().Length > 0}");

    [Function("OnEventGrid")]
    public Task OnEventGrid([EventGridTrigger] EventGridEvent item, CancellationToken cancellation)
    {
        journal.Add($"event grid {item.Id} {item.Subject}");
        return item.Subject == "bad" ? throw new InvalidOperationException("cannot take it") : Task.CompletedTask;
    }

    [Function("OnCloud")]
    public void OnCloud([EventGridTrigger] CloudEvent item) => journal.Add($"cloud {item.Id} {item.Source}");

    [Function("OnObject")]
    public void OnObject([EventGridTrigger] Received item) => journal.Add($"object {item.Id} {item.Data?.Item}");

    [Function("OnBatch")]
    public void OnBatch([EventGridTrigger(IsBatched = true)] EventGridEvent[] items) => journal.Add($"batch {string.Join(',', items.Select(i => i.Id))}");

    internal sealed record Received(string Id, Order? Data);
}
