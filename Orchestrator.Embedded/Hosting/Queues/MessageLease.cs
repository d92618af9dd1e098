using Azure;
using Azure.Storage.Queues.Models;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Orchestrator.Determinism.Order;

namespace Orchestrator.Embedded.Hosting.Queues;

/// <summary>Keeps a received message hidden for as long as its function runs.</summary>
internal sealed class MessageLease : IAsyncDisposable
{
    private static readonly TimeSpan Half = QueueSettings.Lease / 2;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly QueueMessage _message;
    private readonly IMessageQueue _queue;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private string _popReceipt;
    private bool _ended;

    public MessageLease(QueueMessage message, IMessageQueue queue, TimeProvider time, WorkDispatcher dispatcher, ILogger logger)
    {
        _message = message;
        _queue = queue;
        _logger = logger;
        _popReceipt = message.PopReceipt;
        _timer = time.CreateTimer(_ => dispatcher.Post(RenewAsync), null, Half, Half);
    }

    /// <summary>Renews no more; returns the pop receipt that is valid now.</summary>
    public async Task<string> EndAsync()
    {
        await _timer.DisposeAsync();
        await _turn.WaitAsync(CancellationToken.None);
        _ended = true;
        _turn.Release();
        return _popReceipt;
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private async Task RenewAsync()
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            if (!_ended)
            {
                _popReceipt = await _queue.RenewAsync(_message.MessageId, _popReceipt, QueueSettings.Lease, CancellationToken.None);
            }
        }
        catch (Exception e) when (e is RequestFailedException or InvalidOperationException or SqliteException)
        {
            _logger.LogWarning(e, "Message {MessageId} could not be kept hidden: another run of its function may begin", _message.MessageId);
        }
        finally
        {
            _turn.Release();
        }
    }
}
