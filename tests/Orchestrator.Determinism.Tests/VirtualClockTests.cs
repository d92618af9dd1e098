using Orchestrator.Determinism.Time;

namespace Orchestrator.Determinism.Tests;

public sealed class VirtualClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Advance_SeveralTimers_FireInOrderOfDueTimeThenCreationAtTheirOwnTimes()
    {
        var clock = new VirtualClock(Start);
        var fired = new List<(string Name, TimeSpan At)>();
        foreach (var (name, seconds) in new[] { ("b", 5), ("a", 3), ("c", 5) })
        {
            clock.CreateTimer(_ => fired.Add((name, clock.GetUtcNow() - Start)), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
        }

        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal([("a", TimeSpan.FromSeconds(3)), ("b", TimeSpan.FromSeconds(5)), ("c", TimeSpan.FromSeconds(5))], fired);
        Assert.Equal(Start.AddSeconds(10), clock.GetUtcNow());
    }

    [Fact]
    public void AdvanceUntilHeld_TimerStartsWork_StopsAtThatTimer()
    {
        var clock = new VirtualClock(Start);
        IDisposable? work = null;
        clock.CreateTimer(_ => work = clock.Hold(), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);

        clock.AdvanceUntilHeld(Start.AddHours(1));
        Assert.Equal(Start.AddSeconds(2), clock.GetUtcNow());

        work!.Dispose();
        clock.AdvanceUntilHeld(Start.AddHours(1));
        Assert.Equal(Start.AddHours(1), clock.GetUtcNow());
    }

    [Fact]
    public void Hold_DisposedTwice_ReleasesOnce()
    {
        var clock = new VirtualClock(Start);
        var first = clock.Hold();
        using var second = clock.Hold();

        first.Dispose();
        first.Dispose();

        Assert.True(clock.IsHeld);
    }

    [Fact]
    public void CreateTimer_WithPeriod_FiresAgainUntilDisposed()
    {
        var clock = new VirtualClock(Start);
        var count = 0;
        var timer = clock.CreateTimer(_ => count++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        clock.Advance(TimeSpan.FromSeconds(6));
        timer.Dispose();
        clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(3, count);
    }

    [Fact]
    public void AdvanceToNextTimer_NoTimer_SaysSo() => Assert.False(new VirtualClock(Start).AdvanceToNextTimer());
}
