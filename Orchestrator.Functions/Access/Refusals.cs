using Microsoft.AspNetCore.Http;
using Orchestrator.Activities.History;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;

namespace Orchestrator.Functions.Access;

/// <summary>
/// The audit of the door: a log line for each refused call, and an entry where history is kept. Whoever knocks all the time gets a limited
/// number of entries, so that knocking fills no storage.
/// </summary>
public sealed class Refusals(HistoryStore history, RequestOrigins origins, TimeProvider time, ILogger<Refusals> log)
{
    private const int EntriesPerMinute = 60;
    private readonly RequestRates _entries = new(new AccessOptions { RequestsPerMinute = EntriesPerMinute }, time);

    public async Task NoteAsync(HttpContext http, string function, string invocation, OrchestratorError error, CancellationToken cancellation)
    {
        var origin = origins.Current;
        log.LogWarning(
            "Refused {Function} ({Method} {Path}) to {Caller} at {Address}: {Code} {Reason} ({InvocationId})",
            function, http.Request.Method, http.Request.Path.Value, origin.Caller.Name, origin.Address, error.Code, error.Message, invocation);
        if (_entries.Take("") is not null)
        {
            return;
        }

        try
        {
            await history.NoteRefusalAsync(
                new RefusalEntry
                {
                    Id = invocation,
                    Time = time.GetUtcNow(),
                    Origin = origin,
                    Method = http.Request.Method,
                    Path = http.Request.Path.Value is { Length: > LongestPath } path ? path[..LongestPath] : http.Request.Path.Value ?? "",
                    Code = error.Code,
                    Reason = error.Message,
                },
                cancellation);
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested)
        {
            // The caller is refused all the same.
            log.LogError(problem, "The refusal {InvocationId} could not be recorded", invocation);
        }
    }

    private const int LongestPath = 300;
}
