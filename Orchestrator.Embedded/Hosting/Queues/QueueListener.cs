using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Embedded.Hosting.Triggers;

namespace Orchestrator.Embedded.Hosting.Queues;

/// <summary>Fetches batches from one queue and runs its function on each message, many at once, within the limits of host.json.</summary>
internal sealed class QueueListener : ITriggerListener
{
    private readonly IMessageQueue _queue;
    private readonly QueueFunction _function;
    private readonly QueueSettings _settings;
    private readonly WorkDispatcher _dispatcher;
    private readonly Randomness _randomness;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly ListenerLife _life = new();
    private readonly Lock _gate = new();
    private bool _polling;
    private bool _pollAgain;
    private bool _waitsForRuns;
    private int _running;
    private int _misses;

    public QueueListener(
        IMessageQueue queue, QueueFunction function, QueueSettings settings, TimeProvider time, WorkDispatcher dispatcher, Randomness randomness, ILogger logger)
    {
        _queue = queue;
        _function = function;
        _settings = settings;
        _dispatcher = dispatcher;
        _randomness = randomness;
        _logger = logger;
        _timer = time.CreateTimer(_ => Poll(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string FunctionName => _function.Name;

    public void Start()
    {
        _queue.Arrived += Poll;
        Poll();
    }

    public Task RunOnceAsync(string input, CancellationToken cancellation) => _queue.AddAsync(BinaryData.FromString(input), cancellation);

    public async Task StopAsync()
    {
        _queue.Arrived -= Poll;
        await _life.StopAsync();
        await _timer.DisposeAsync();
    }

    /// <summary>Polls now, or as soon as the poll in progress has ended or enough runs have.</summary>
    private void Poll()
    {
        lock (_gate)
        {
            if (_polling)
            {
                _pollAgain = true;
                return;
            }

            _waitsForRuns = _running > _settings.NewBatchThreshold;
            if (_waitsForRuns || !_life.TryBegin())
            {
                return;
            }

            _polling = true;
            _pollAgain = false;
        }

        _dispatcher.Post(PollAsync);
    }

    private async Task PollAsync()
    {
        var messages = await ReceiveAsync();
        foreach (var message in messages ?? [])
        {
            Begin(message);
        }

        bool again;
        lock (_gate)
        {
            _polling = false;
            _misses = messages is { Count: > 0 } ? 0 : _misses + 1;
            again = _pollAgain || _misses == 0;
        }

        if (again)
        {
            Poll();
        }
        else
        {
            SetTimer(hasFailed: messages is null);
        }

        _life.End();
    }

    /// <summary>Null when the queue could not be read.</summary>
    private async Task<IReadOnlyList<QueueMessage>?> ReceiveAsync()
    {
        try
        {
            return await _queue.ReceiveAsync(_settings.BatchSize, QueueSettings.Lease, _life.Stopping);
        }
        catch (Exception e)
        {
            if (!_life.Stopping.IsCancellationRequested)
            {
                _logger.LogError(e, "The queue of function {Function} could not be read", _function.Name);
            }

            return null;
        }
    }

    private void SetTimer(bool hasFailed)
    {
        if (_life.Stopping.IsCancellationRequested)
        {
            return;
        }

        var backOff = RandomizedBackoff.After(_misses, QueueSettings.MinPollingInterval, _settings.MaxPollingInterval, _randomness);
        if ((hasFailed ? backOff : _queue.NextPoll(backOff)) is { } delay)
        {
            _timer.Change(delay, Timeout.InfiniteTimeSpan);
        }
    }

    private void Begin(QueueMessage message)
    {
        if (_life.TryBegin())
        {
            lock (_gate)
            {
                _running++;
            }

            _dispatcher.Post(() => RunAsync(message));
        }
    }

    private async Task RunAsync(QueueMessage message)
    {
        try
        {
            await _function.RunAsync(message, _life.Stopping);
        }
        catch (Exception e)
        {
            _logger.LogError(e, "Message {MessageId} of function {Function} could not be settled: it will be seen again", message.MessageId, _function.Name);
        }

        bool poll;
        lock (_gate)
        {
            _running--;
            poll = _waitsForRuns && _running <= _settings.NewBatchThreshold;
        }

        if (poll)
        {
            Poll();
        }

        _life.End();
    }
}
