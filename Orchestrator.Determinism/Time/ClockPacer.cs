namespace Orchestrator.Determinism.Time;

/// <summary>
/// Drives a <see cref="VirtualClock"/> from the machine's clock at <c>speed</c> virtual seconds per real second, on a thread of its own,
/// pausing whenever work holds the virtual clock: computing costs real time only.
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
