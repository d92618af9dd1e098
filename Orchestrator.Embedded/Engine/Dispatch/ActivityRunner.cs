using Microsoft.DurableTask;
using Orchestrator.Determinism.Order;
using Orchestrator.Embedded.Engine.History;
using Orchestrator.Embedded.Engine.Replay;
using Orchestrator.Embedded.Engine.Tracing;
using Orchestrator.Embedded.Storage;

namespace Orchestrator.Embedded.Engine.Dispatch;

/// <summary>Runs activities, a limited number at a time, and hands their answers to the instances.</summary>
internal sealed class ActivityRunner(
    ITaskCatalog catalog, DataConverter converter, WorkDispatcher dispatcher, TimeProvider time, int maximum, Action<OpenWork, HistoryEvent> answered)
{
    private readonly WorkQueue _queue = new(dispatcher, maximum);
    private readonly CancellationTokenSource _stopping = new();

    public void Start(OpenWork work) => _queue.Post(() => RunAsync(work));

    /// <summary>Starts nothing more and cancels what runs; the returned task ends when nothing runs. Unanswered activities run again after the next start.</summary>
    public async Task StopAsync()
    {
        _queue.Clear();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _queue.WhenIdle().ConfigureAwait(false);
    }

    private async Task RunAsync(OpenWork work)
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        var run = ActivityTrace.Start(work, time.GetUtcNow());
        var answer = await AnswerAsync(work).ConfigureAwait(false);
        if (!_stopping.IsCancellationRequested)
        {
            ActivityTrace.End(run, answer.Failure?.ErrorMessage, time.GetUtcNow());
            answered(work, answer);
        }
    }

    private async ValueTask<HistoryEvent> AnswerAsync(OpenWork work)
    {
        var name = work.Event.Name!;
        if (!catalog.HasActivity(name))
        {
            return Failed(work, new TaskFailureDetails(RetryLoop.ActivityNotFound, $"No activity task named '{name}' was found.", null, null, null));
        }

        try
        {
            var output = await catalog.RunActivityAsync(name, work.InstanceId, work.Event.Input, _stopping.Token).ConfigureAwait(false);
            return new HistoryEvent
            {
                Kind = EventType.TaskCompleted, Timestamp = time.GetUtcNow(), TaskScheduledId = work.Event.EventId, Result = converter.Serialize(output),
            };
        }
        catch (Exception failure)
        {
            return Failed(work, TaskFailureDetails.FromException(failure));
        }
    }

    private HistoryEvent Failed(OpenWork work, TaskFailureDetails failure) => new()
    {
        Kind = EventType.TaskFailed, Timestamp = time.GetUtcNow(), TaskScheduledId = work.Event.EventId, Failure = failure,
    };
}
