using System.Globalization;
using System.Text.Json;
using Orchestrator.Simulator.Storage;

namespace Orchestrator.Simulator.EventGrid;

/// <summary>What was given up, in memory and in the store. Not safe by itself: its owner locks.</summary>
internal sealed class DeadLetterTable
{
    private const string Table = "dead-letters";
    private readonly ISimulatorStore _store;
    private readonly SortedDictionary<string, DeadLetter> _letters = new(StringComparer.Ordinal);

    public DeadLetterTable(ISimulatorStore store)
    {
        _store = store;
        foreach (var (key, json) in store.Load(Table))
        {
            _letters[key] = JsonSerializer.Deserialize<DeadLetter>(json)!;
        }
    }

    /// <summary>In the order in which they were given up.</summary>
    public IReadOnlyList<DeadLetter> All => [.. _letters.Values];

    public void Add(PendingEvent attempt, EventSubscription subscription, string container, string reason, int status, DateTimeOffset now)
    {
        var name = subscription.Name[(subscription.Name.LastIndexOf('/') + 1)..];
        var blob = string.Create(CultureInfo.InvariantCulture, $"{name}/{now.UtcDateTime:yyyy/M/d/H}/{attempt.EventId}.json");
        var letter = new DeadLetter(container, blob, ResourceEvent.Undelivered(attempt, reason, status, now));
        _letters[attempt.Key] = letter;
        _store.Put(Table, attempt.Key, JsonSerializer.Serialize(letter));
    }
}
