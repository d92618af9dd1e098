using Orchestrator.Determinism.Order;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>
/// The only writer. It takes whatever change sets are waiting and commits them as one transaction with one flush; only then do their effects
/// go out, in the order in which the change sets were enqueued, while the next ones are already being committed.
/// </summary>
internal sealed class Committer(IEngineStore store, WorkDispatcher dispatcher, Action<Exception> failed)
{
    private readonly Lock _gate = new();
    private readonly Queue<(List<Commit> Batch, Exception? Failure)> _committed = new();
    private List<Commit> _waiting = [];
    private List<Commit>? _spare;
    private bool _isCommitting;
    private bool _isReleasing;
    private bool _isCheckpointing;
    private Exception? _failure;
    private TaskCompletionSource? _idle;

    /// <summary>
    /// Queues change sets that belong together. <paramref name="done"/> is called once: with null when the changes are durable, else with the reason why not.
    /// </summary>
    public void Enqueue(IReadOnlyList<ChangeSet> changes, Action<Exception?> done) => Enqueue(new Commit(null, changes, done));

    /// <summary>The same for a single one.</summary>
    public void Enqueue(ChangeSet changes, Action<Exception?> done) => Enqueue(new Commit(changes, null, done));

    private void Enqueue(Commit commit)
    {
        lock (_gate)
        {
            _waiting.Add(commit);
            if (_isCommitting)
            {
                return;
            }

            _isCommitting = true;
        }

        dispatcher.Post(CommitWaiting);
    }

    /// <summary>Ends when nothing waits to be committed.</summary>
    public Task WhenIdle()
    {
        lock (_gate)
        {
            return IsIdle ? Task.CompletedTask : (_idle ??= new TaskCompletionSource()).Task;
        }
    }

    private bool IsIdle => !_isCommitting && !_isReleasing && !_isCheckpointing;

    private Task CommitWaiting()
    {
        List<Commit> batch;
        lock (_gate)
        {
            batch = _waiting;
            _waiting = _spare ?? [];
            _spare = null;
        }

        var failure = _failure ?? TryCommit(batch);
        bool isMore, isReleaser;
        lock (_gate)
        {
            _committed.Enqueue((batch, failure));
            isMore = _isCommitting = _waiting.Count > 0;
            isReleaser = !_isReleasing;
            _isReleasing = true;
        }

        if (isMore)
        {
            dispatcher.Post(CommitWaiting);
        }

        if (isReleaser)
        {
            Release();
        }

        return Task.CompletedTask;
    }

    // After a failed commit memory and disk may differ, so nothing more is written: the next start continues from what is stored.
    private Exception? TryCommit(List<Commit> batch)
    {
        try
        {
            var changes = new List<ChangeSet>(batch.Count);
            foreach (var commit in batch)
            {
                if (commit.One is { } one)
                {
                    changes.Add(one);
                }
                else
                {
                    changes.AddRange(commit.Several!);
                }
            }

            store.Commit(changes);
            return null;
        }
        catch (Exception failure)
        {
            Fail(failure);
            return failure;
        }
    }

    /// <summary>Lets the effects of what is committed go out, one batch after the other, until there are none.</summary>
    private void Release()
    {
        while (Next() is { } next)
        {
            foreach (var commit in next.Batch)
            {
                commit.Done(next.Failure);
            }

            next.Batch.Clear();
            lock (_gate)
            {
                _spare = next.Batch;
            }
        }

        CheckpointIfDue();
        EndIfIdle();
    }

    private (List<Commit> Batch, Exception? Failure)? Next()
    {
        lock (_gate)
        {
            _isReleasing = _committed.TryDequeue(out var next);
            return _isReleasing ? next : null;
        }
    }

    private void CheckpointIfDue()
    {
        if (_failure is not null || !store.IsCheckpointDue)
        {
            return;
        }

        lock (_gate)
        {
            if (_isCheckpointing)
            {
                return;
            }

            _isCheckpointing = true;
        }

        dispatcher.Post(Checkpoint);
    }

    private Task Checkpoint()
    {
        try
        {
            store.Checkpoint();
        }
        catch (Exception failure)
        {
            Fail(failure);
        }

        lock (_gate)
        {
            _isCheckpointing = false;
        }

        EndIfIdle();
        return Task.CompletedTask;
    }

    private void Fail(Exception failure)
    {
        lock (_gate)
        {
            _failure ??= failure;
        }

        failed(failure);
    }

    private void EndIfIdle()
    {
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            if (IsIdle)
            {
                idle = _idle;
                _idle = null;
            }
        }

        idle?.TrySetResult();
    }

    private readonly record struct Commit(ChangeSet? One, IReadOnlyList<ChangeSet>? Several, Action<Exception?> Done);
}
