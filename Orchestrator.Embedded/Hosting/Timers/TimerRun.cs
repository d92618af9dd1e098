using Microsoft.Azure.Functions.Worker;

namespace Orchestrator.Embedded.Hosting.Timers;

/// <summary>One run of a timer function, with its retries.</summary>
/// <param name="Started">When the first try began, in UTC.</param>
/// <param name="WasDue">The schedule called for it.</param>
/// <param name="Info">What every try is told.</param>
/// <param name="Failures">How many tries have failed.</param>
internal sealed record TimerRun(DateTime Started, bool WasDue, TimerInfo Info, int Failures);
