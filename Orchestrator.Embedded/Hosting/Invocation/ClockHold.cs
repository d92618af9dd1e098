using Orchestrator.Determinism.Time;
using Orchestrator.Embedded.Api.Internal;

namespace Orchestrator.Embedded.Hosting.Invocation;

/// <summary>The hold of whatever work the caller is part of.</summary>
internal sealed class ClockHold : IClockHold
{
    public Task<T> ReleaseWhileAsync<T>(Func<Task<T>> wait) => WorkHold.ReleaseWhileAsync(wait);
}
