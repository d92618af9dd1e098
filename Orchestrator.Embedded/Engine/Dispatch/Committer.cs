using Orchestrator.Determinism.Order;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>
/// The only writer. It takes whatever change sets are waiting and commits them as one transaction with one flush; only then do their effects
/// go out. Change sets commit in the order in which they were enqueued.
/// </summary>
internal sealed class Committer(IEngineStore store, WorkDispatcher dispatcher, Action<Exception> failed)
{
    private readonly Lock _gate = new();
    private List<(IReadOnlyList<ChangeSet> Changes, Action<Exception?> Done)> _waiting = [];
    private bool _isActive;
    private Exception? _failure;
    private TaskCompletionSource? _idle;

    /// <summary>Queues change sets that belong together. <paramref name="done"/> is called once: with null when the changes are durable, else with the reason why not.</summary>
    public void Enqueue(IReadOnlyList<ChangeSet> changes, Action<Exception?> done)
    {
        lock (_gate)
        {
            if (_failure is null)
            {
                _waiting.Add((changes, done));
                if (_isActive)
                {
                    return;
                }

                _isActive = true;
            }
        }

        if (_failure is { } failure)
        {
            done(failure);
            return;
        }

        dispatcher.Post(CommitWaiting);
    }

    /// <summary>Ends when nothing waits to be committed.</summary>
    public Task WhenIdle()
    {
        lock (_gate)
        {
            return _isActive ? (_idle ??= new TaskCompletionSource()).Task : Task.CompletedTask;
        }
    }

    private Task CommitWaiting()
    {
        List<(IReadOnlyList<ChangeSet> Changes, Action<Exception?> Done)> batch;
        lock (_gate)
        {
            batch = _waiting;
            _waiting = [];
        }

        var failure = _failure ?? TryCommit([.. batch.SelectMany(item => item.Changes)]);
        foreach (var (_, done) in batch)
        {
            done(failure);
        }

        Continue();
        return Task.CompletedTask;
    }

    // After a failed commit memory and disk may differ, so nothing more is written: the next start continues from what is stored.
    private Exception? TryCommit(IReadOnlyList<ChangeSet> changes)
    {
        try
        {
            store.Commit(changes);
            return null;
        }
        catch (Exception failure)
        {
            lock (_gate)
            {
                _failure = failure;
            }

            failed(failure);
            return failure;
        }
    }

    private void Continue()
    {
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            _isActive = _waiting.Count > 0;
            if (!_isActive)
            {
                idle = _idle;
                _idle = null;
            }
        }

        if (idle is null && _isActive)
        {
            dispatcher.Post(CommitWaiting);
        }

        idle?.TrySetResult();
    }
}
