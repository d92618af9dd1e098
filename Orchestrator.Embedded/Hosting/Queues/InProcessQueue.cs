using Azure.Storage.Queues.Models;
using Microsoft.Data.Sqlite;
using Orchestrator.Determinism.Chance;

namespace Orchestrator.Embedded.Hosting.Queues;

/// <summary>One queue in the data folder. First in, first out among the messages that can be seen.</summary>
internal sealed class InProcessQueue(string name, QueueDatabase database, QueueSettings settings, TimeProvider time, Randomness randomness) : IMessageQueue
{
    // The limits of Azure Storage, so that an app that runs here runs there.
    private const int MaximumBytes = 64 * 1024;
    private static readonly TimeSpan TimeToLive = TimeSpan.FromDays(7);

    public event Action? Arrived;

    private long Now => time.GetUtcNow().UtcTicks;

    public Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int maximum, TimeSpan hidden, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        database.Run("DELETE FROM messages WHERE queue = $queue AND expires_at <= $now", ("$queue", name), ("$now", Now));
        var received = database.Rows(
            """
            UPDATE messages SET dequeue_count = dequeue_count + 1, visible_at = $until, is_leased = 1, pop_receipt = $receipt
            WHERE number IN (SELECT number FROM messages WHERE queue = $queue AND visible_at <= $now ORDER BY number LIMIT $maximum)
            RETURNING number, message_id, pop_receipt, body, dequeue_count, visible_at, inserted_at, expires_at
            """,
            row => (Number: row.GetInt64(0), Message: Message(row)),
            ("$queue", name),
            ("$now", Now),
            ("$until", Now + hidden.Ticks),
            ("$maximum", maximum),
            ("$receipt", NewReceipt()));
        return Task.FromResult<IReadOnlyList<QueueMessage>>([.. received.OrderBy(r => r.Number).Select(r => r.Message)]);
    }

    public Task<string> RenewAsync(string messageId, string popReceipt, TimeSpan hidden, CancellationToken cancellation)
    {
        var receipt = NewReceipt();
        Change(
            "UPDATE messages SET visible_at = $until, pop_receipt = $new WHERE message_id = $id AND pop_receipt = $receipt",
            messageId,
            popReceipt,
            ("$until", Now + hidden.Ticks),
            ("$new", receipt));
        return Task.FromResult(receipt);
    }

    public Task ReleaseAsync(string messageId, string popReceipt, TimeSpan delay, CancellationToken cancellation)
    {
        Change(
            "UPDATE messages SET visible_at = $until, is_leased = 0, pop_receipt = $new WHERE message_id = $id AND pop_receipt = $receipt",
            messageId,
            popReceipt,
            ("$until", Now + delay.Ticks),
            ("$new", NewReceipt()));
        Arrived?.Invoke();
        return Task.CompletedTask;
    }

    public Task DeleteAsync(string messageId, string popReceipt, CancellationToken cancellation)
    {
        Change("DELETE FROM messages WHERE message_id = $id AND pop_receipt = $receipt", messageId, popReceipt);
        return Task.CompletedTask;
    }

    public Task AddAsync(BinaryData body, CancellationToken cancellation) => AddAsync(body, TimeSpan.Zero, cancellation);

    /// <summary>Returns when the message is on disk.</summary>
    /// <exception cref="ArgumentException">The message is too large, or the delay not between zero and seven days.</exception>
    public Task AddAsync(BinaryData body, TimeSpan delay, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var bytes = body.ToArray();
        var size = settings.UseBase64 ? (bytes.Length + 2) / 3 * 4 : bytes.Length;
        if (size > MaximumBytes)
        {
            throw new ArgumentException($"The message takes {size} bytes as it is sent; a queue takes {MaximumBytes}.", nameof(body));
        }

        if (delay < TimeSpan.Zero || delay >= TimeToLive)
        {
            throw new ArgumentOutOfRangeException(nameof(delay), delay, "A message can be delayed by less than seven days.");
        }

        database.Run(
            """
            INSERT INTO messages(queue, message_id, body, inserted_at, expires_at, visible_at, dequeue_count, is_leased)
            VALUES($queue, $id, $body, $now, $expires, $visible, 0, 0)
            """,
            ("$queue", name),
            ("$id", randomness.NextGuid().ToString()),
            ("$body", bytes),
            ("$now", Now),
            ("$expires", Now + TimeToLive.Ticks),
            ("$visible", Now + delay.Ticks));
        Arrived?.Invoke();
        return Task.CompletedTask;
    }

    /// <summary>The bodies of the oldest messages, hidden ones too.</summary>
    public IReadOnlyList<BinaryData> Peek() => database.Rows(
        "SELECT body FROM messages WHERE queue = $queue AND expires_at > $now ORDER BY number LIMIT 32",
        static row => new BinaryData(row.GetFieldValue<byte[]>(0)),
        ("$queue", name),
        ("$now", Now));

    public TimeSpan? NextPoll(TimeSpan backOff)
    {
        var next = database.Rows(
            "SELECT min(visible_at) FROM messages WHERE queue = $queue AND expires_at > $now",
            row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0),
            ("$queue", name),
            ("$now", Now))[0];
        return next is { } ticks ? TimeSpan.FromTicks(Math.Max(0, ticks - Now)) : null;
    }

    private static QueueMessage Message(SqliteDataReader row) => QueuesModelFactory.QueueMessage(
        messageId: row.GetString(1),
        popReceipt: row.GetString(2),
        body: new BinaryData(row.GetFieldValue<byte[]>(3)),
        dequeueCount: row.GetInt64(4),
        nextVisibleOn: At(row.GetInt64(5)),
        insertedOn: At(row.GetInt64(6)),
        expiresOn: At(row.GetInt64(7)));

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    private string NewReceipt() => randomness.NextGuid().ToString("N");

    private void Change(string sql, string messageId, string popReceipt, params (string, object?)[] more)
    {
        if (database.Run(sql, [("$id", messageId), ("$receipt", popReceipt), .. more]) == 0)
        {
            throw new InvalidOperationException($"Message {messageId} of queue {name} is no longer held: its lease ran out.");
        }
    }
}
