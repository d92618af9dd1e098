namespace Orchestrator.Embedded.Api.Internal;

/// <summary>The hold on the clock of the work in progress; a service of the app.</summary>
internal interface IClockHold
{
    /// <summary>Lets the clock go on while <paramref name="wait"/> is awaited.</summary>
    Task<T> ReleaseWhileAsync<T>(Func<Task<T>> wait);
}
