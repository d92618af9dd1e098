using System.Globalization;
using Orchestrator.Simulator.Arm.Errors;

namespace Orchestrator.Simulator.Arm.Throttling;

/// <summary>Resource Graph takes fifteen queries in five seconds from each user, and says in every answer how many are left.</summary>
internal sealed class GraphLimits(TimeProvider time)
{
    private const int Queries = 15;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, RequestWindow> _windows = new(StringComparer.Ordinal);

    /// <exception cref="ArmException">429 with the same headers.</exception>
    public IReadOnlyList<(string Name, string Value)> Take(string caller)
    {
        if (!_windows.TryGetValue(caller, out var window))
        {
            _windows[caller] = window = new RequestWindow(Queries, Span);
        }

        var isTaken = window.TryTake(time.GetUtcNow(), out var wait);
        var seconds = TimeSpan.FromSeconds(Math.Ceiling(wait.TotalSeconds));
        (string, string)[] headers =
        [
            ("x-ms-user-quota-remaining", window.Left.ToString(CultureInfo.InvariantCulture)),
            ("x-ms-user-quota-resets-after", seconds.ToString("c", CultureInfo.InvariantCulture)),
        ];
        return isTaken ? headers : throw new ArmException(429, "RateLimiting", "Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed. Please see https://aka.ms/resourcegraph-throttling for help.")
        {
            RetryAfter = (int)seconds.TotalSeconds,
            Headers = headers,
        };
    }
}
