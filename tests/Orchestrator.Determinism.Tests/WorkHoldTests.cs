using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;

namespace Orchestrator.Determinism.Tests;

public sealed class WorkHoldTests
{
    private readonly VirtualClock _clock = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Wait_ForWhatTakesTime_LetsTheClockGo()
    {
        var answer = new TaskCompletionSource<int>();
        using var hold = WorkHold.Take(_clock.Hold);
        Assert.True(_clock.IsHeld);

        var waiting = WorkHold.ReleaseWhileAsync(() => answer.Task);
        Assert.False(_clock.IsHeld);
        answer.SetResult(7);

        Assert.Equal(7, await waiting);
        Assert.True(_clock.IsHeld);
    }

    [Fact]
    public async Task Wait_ForWhatIsThere_KeepsTheClock()
    {
        using var hold = WorkHold.Take(_clock.Hold);

        var waiting = WorkHold.ReleaseWhileAsync(() => Task.FromResult(7));

        Assert.True(_clock.IsHeld);
        Assert.Equal(7, await waiting);
    }

    [Fact]
    public async Task Waits_ThatOverlap_HoldTheClockAgainWhenAllHaveEnded()
    {
        var (first, second) = (new TaskCompletionSource<int>(), new TaskCompletionSource<int>());
        using var hold = WorkHold.Take(_clock.Hold);
        var waiting = Task.WhenAll(WorkHold.ReleaseWhileAsync(() => first.Task), WorkHold.ReleaseWhileAsync(() => second.Task));

        first.SetResult(1);
        Assert.False(_clock.IsHeld);
        second.SetResult(2);

        Assert.Equal(3, (await waiting).Sum());
        Assert.True(_clock.IsHeld);
    }

    [Fact]
    public async Task Wait_InWorkInsideOtherWork_LetsGoOfBothHolds()
    {
        var answer = new TaskCompletionSource<int>();
        using var outer = WorkHold.Take(_clock.Hold);
        using var inner = WorkHold.Take(_clock.Hold);

        var waiting = WorkHold.ReleaseWhileAsync(() => answer.Task);
        Assert.False(_clock.IsHeld);
        answer.SetResult(7);
        await waiting;
        inner.Dispose();

        Assert.True(_clock.IsHeld);
        outer.Dispose();
        Assert.False(_clock.IsHeld);
    }

    [Fact]
    public async Task Wait_ThatOutlivesItsWork_HoldsNothingWhenItEnds()
    {
        var answer = new TaskCompletionSource<int>();
        var hold = WorkHold.Take(_clock.Hold);
        var waiting = WorkHold.ReleaseWhileAsync(() => answer.Task);

        hold.Dispose();
        answer.SetResult(7);
        await waiting;

        Assert.False(_clock.IsHeld);
    }

    [Fact]
    public async Task ThreadPool_WorkWaits_LetsTheClockGoUntilItGoesOn()
    {
        var (answer, began, ended) = (new TaskCompletionSource<int>(), new TaskCompletionSource(), new TaskCompletionSource<bool>());
        new ThreadPoolDispatcher(_clock).Post(async () =>
        {
            var waiting = WorkHold.ReleaseWhileAsync(() => answer.Task);
            began.SetResult();
            await waiting;
            ended.SetResult(_clock.IsHeld);
        });
        await began.Task;

        Assert.False(_clock.IsHeld);
        answer.SetResult(1);

        Assert.True(await ended.Task);
    }
}
