using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Api.Internal;

namespace Orchestrator.Embedded.Hosting.Http;

/// <summary>A request's hold on the clock: it computes in no time, unless it waits for something that takes time.</summary>
internal sealed class RequestHold(TimeProvider time) : IClockHold, IDisposable
{
    private IDisposable _hold = time.Hold();

    /// <summary>Lets the clock go on while <paramref name="wait"/> is awaited.</summary>
    public async Task<T> ReleaseWhileAsync<T>(Func<Task<T>> wait)
    {
        var waiting = wait();
        _hold.Dispose();
        try
        {
            return await waiting;
        }
        finally
        {
            _hold = time.Hold();
        }
    }

    public void Dispose() => _hold.Dispose();
}
