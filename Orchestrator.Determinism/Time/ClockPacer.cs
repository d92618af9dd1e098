namespace Orchestrator.Determinism.Time;

/// <summary>
/// Drives a <see cref="VirtualClock"/> from the machine's clock at <c>speed</c> virtual seconds per real second, on a thread of its own,
/// pausing whenever work holds the virtual clock: computing costs real time only. At infinite speed it leaps from timer to timer and takes nothing
/// but its share of a processor; at any other speed a busy machine, whose clock ticks late, slows it down.
/// </summary>
public sealed class ClockPacer : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);
    private readonly VirtualClock _clock;
    private readonly double _speed;
    private readonly Thread _thread;
    private volatile bool _stopped;

    public ClockPacer(VirtualClock clock, double speed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        _clock = clock;
        _speed = speed;
        _thread = new Thread(Run) { IsBackground = true, Name = "clock" };
        _thread.Start();
    }

    public void Dispose()
    {
        _stopped = true;
        _thread.Join();
    }

    private void Run()
    {
        if (double.IsPositiveInfinity(_speed))
        {
            Leap();
        }
        else
        {
            Pace();
        }
    }

    private void Leap()
    {
        while (!_stopped)
        {
            if (_clock.IsHeld || !_clock.AdvanceToNextTimer())
            {
                Thread.Yield();
            }
        }
    }

    private void Pace()
    {
        var last = TimeProvider.System.GetTimestamp();
        while (!_stopped)
        {
            Thread.Sleep(Tick);
            var elapsed = TimeProvider.System.GetElapsedTime(last);
            last = TimeProvider.System.GetTimestamp();
            if (!_clock.IsHeld)
            {
                _clock.AdvanceUntilHeld(_clock.GetUtcNow() + (elapsed * _speed));
            }
        }
    }
}
