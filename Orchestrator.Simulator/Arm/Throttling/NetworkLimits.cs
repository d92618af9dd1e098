using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Requests;

namespace Orchestrator.Simulator.Arm.Throttling;

/// <summary>Microsoft.Network takes 1,000 writes and deletes and 10,000 reads in five minutes, 500 reads of private DNS, for each subscription.</summary>
internal sealed class NetworkLimits(TimeProvider time)
{
    private const int Writes = 1000;
    private const int Reads = 10_000;
    private const int DnsReads = 500;
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, RequestWindow> _windows = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ArmException">429 with Retry-After.</exception>
    public void Take(string method, ResourcePath path, string subscription)
    {
        var isDns = path.TrailingType.StartsWith("Microsoft.Network/privateDns", StringComparison.OrdinalIgnoreCase);
        var (kind, limit) = method switch
        {
            "PUT" or "DELETE" or "PATCH" => ("writes", Writes),
            "GET" => isDns ? ("dns-reads", DnsReads) : ("reads", Reads),
            _ => ("", 0),
        };
        if (limit == 0 || !path.Namespace.Equals("Microsoft.Network", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var key = $"{subscription}|{kind}";
        if (!_windows.TryGetValue(key, out var window))
        {
            _windows[key] = window = new RequestWindow(limit, Span);
        }

        if (!window.TryTake(time.GetUtcNow(), out var wait))
        {
            throw NetworkErrors.TooManyRequests((int)Math.Ceiling(wait.TotalSeconds));
        }
    }
}
