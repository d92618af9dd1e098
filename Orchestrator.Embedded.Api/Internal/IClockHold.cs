namespace Orchestrator.Embedded.Api.Internal;

/// <summary>A request's hold on the clock, a feature of its HttpContext.</summary>
internal interface IClockHold
{
    /// <summary>Lets the clock go on while <paramref name="wait"/> is awaited.</summary>
    Task<T> ReleaseWhileAsync<T>(Func<Task<T>> wait);
}
