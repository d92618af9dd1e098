namespace Orchestrator.Determinism.Time;

public static class TimeProviderExtensions
{
    /// <summary>Holds <paramref name="time"/> still while work is in progress if it is a <see cref="VirtualClock"/>; on any other clock it does nothing.</summary>
    public static IDisposable Hold(this TimeProvider time) => time is VirtualClock clock ? clock.Hold() : NoHold.Instance;

    private sealed class NoHold : IDisposable
    {
        public static readonly NoHold Instance = new();

        public void Dispose()
        {
        }
    }
}
