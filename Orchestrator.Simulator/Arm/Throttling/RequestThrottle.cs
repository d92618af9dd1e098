using System.Globalization;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Types.ContainerService;

namespace Orchestrator.Simulator.Arm.Throttling;

/// <summary>
/// Resource Manager's token buckets per subscription (reads 250 + 25/s, writes and deletes 200 + 10/s, and fifteen times that for all
/// callers together), the same for callers of no subscription, what the providers add to that, and Compute's per machine and per scale set (refilled once a minute).
/// </summary>
internal sealed class RequestThrottle(TimeProvider time)
{
    private const int AllCallers = 15;
    private readonly Dictionary<string, TokenBucket> _buckets = new(StringComparer.OrdinalIgnoreCase);
    private readonly NetworkLimits _network = new(time);
    private readonly GraphLimits _graph = new(time);

    /// <summary>Counts one request; returns the headers that tell what is left.</summary>
    /// <exception cref="ArmException">429 with Retry-After.</exception>
    public IReadOnlyList<(string Name, string Value)> Take(string method, string? subscription, string caller, ResourcePath path)
    {
        var (kind, size, refill) = method switch
        {
            "GET" or "HEAD" => ("reads", 250, 25),
            "DELETE" => ("deletes", 200, 10),
            _ => ("writes", 200, 10),
        };
        if (subscription is null)
        {
            return TakeTenant(kind, size, refill, caller, path);
        }

        var all = Draw($"{subscription}|{kind}", AllCallers * size, AllCallers * refill, subscription, kind);
        var own = Draw($"{subscription}|{caller}|{kind}", size, refill, subscription, kind);
        var headers = new List<(string, string)>
        {
            ($"x-ms-ratelimit-remaining-subscription-{kind}", own.ToString(CultureInfo.InvariantCulture)),
            ($"x-ms-ratelimit-remaining-subscription-global-{kind}", all.ToString(CultureInfo.InvariantCulture)),
        };
        if (ComputePolicy(method, path) is { } policy)
        {
            headers.Add(("x-ms-ratelimit-remaining-resource", $"Microsoft.Compute/{policy.Name};{DrawCompute(policy, path)}"));
        }

        TakeAks(method, path, subscription);
        _network.Take(method, path, subscription);
        return headers;
    }

    /// <summary>Requests of no subscription count against the caller in the tenant; Resource Graph counts its queries besides.</summary>
    private IReadOnlyList<(string Name, string Value)> TakeTenant(string kind, int size, int refill, string caller, ResourcePath path)
    {
        var left = Draw($"tenant|{caller}|{kind}", size, refill, "", kind);
        var headers = new List<(string, string)> { ($"x-ms-ratelimit-remaining-tenant-{kind}", left.ToString(CultureInfo.InvariantCulture)) };
        if (path.TrailingType.Equals("Microsoft.ResourceGraph/resources", StringComparison.OrdinalIgnoreCase))
        {
            headers.AddRange(_graph.Take(caller));
        }

        return headers;
    }

    /// <summary>AKS counts writes per cluster and per pool, reads per cluster, lists per group and subscription, and all else per subscription.</summary>
    private void TakeAks(string method, ResourcePath path, string subscription)
    {
        if (!path.Namespace.Equals("Microsoft.ContainerService", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var isCluster = path.Type.Equals(ManagedClusters.TypeName, StringComparison.OrdinalIgnoreCase) && path.Trailing is null;
        var isPool = path.Type.Equals(AgentPools.TypeName, StringComparison.OrdinalIgnoreCase) && path.Trailing is null;
        var isStatus = path.Types is ["locations", var polled] && polled.StartsWith("operation", StringComparison.OrdinalIgnoreCase);
        var (key, size, refill, step) = method switch
        {
            "PUT" when isCluster || isPool => (path.Id, 20, 1, TimeSpan.FromMinutes(1)),
            "GET" when isCluster => (path.Id, 60, 1, TimeSpan.FromSeconds(1)),
            "GET" when path.TrailingType.Equals(ManagedClusters.TypeName, StringComparison.OrdinalIgnoreCase) => (path.Scope, path.ResourceGroup is null ? 500 : 60, 1, TimeSpan.FromSeconds(1)),
            "GET" when isStatus => ($"{subscription}|operations", 200, 2, TimeSpan.FromSeconds(1)),
            _ => (subscription, 60, 1, TimeSpan.FromSeconds(1)),
        };
        var now = time.GetUtcNow();
        if (!Bucket($"aks|{method}|{key}", size, refill, step, now).TryTake(now, out var wait))
        {
            throw new ArmException(429, "Throttled", $"The request is throttled. Please retry after {wait} seconds. For more information, see https://aka.ms/aks/throttling") { RetryAfter = wait };
        }
    }

    private static (string Name, int Size, int Refill)? ComputePolicy(string method, ResourcePath path)
    {
        if (path.Names.Count == 0)
        {
            return null;
        }

        var prefix = path.Type.ToLowerInvariant() switch
        {
            "microsoft.compute/virtualmachines" => "VM",
            "microsoft.compute/virtualmachinescalesets" => "VMScaleSet",
            "microsoft.compute/virtualmachinescalesets/virtualmachines" => "VMScaleSetVM",
            _ => null,
        };
        return prefix is null ? null : method switch
        {
            "GET" => path.Trailing is null ? ($"LowCostGet{prefix}Resource", 36, 12) : null,
            "DELETE" => ($"Delete{prefix}Resource", 12, 4),
            "POST" => path.Trailing?.ToLowerInvariant() is "delete" or "deallocate" or "poweroff" ? ($"Delete{prefix}Resource", 12, 4) : ($"Update{prefix}Resource", 12, 4),
            _ => ($"Update{prefix}Resource", 12, 4),
        };
    }

    private int Draw(string key, int size, int refill, string subscription, string kind)
    {
        var now = time.GetUtcNow();
        var bucket = Bucket(key, size, refill, TimeSpan.FromSeconds(1), now);
        return bucket.TryTake(now, out var wait) ? bucket.Tokens : throw ArmErrors.Throttled(kind, subscription, wait);
    }

    private int DrawCompute((string Name, int Size, int Refill) policy, ResourcePath path)
    {
        var now = time.GetUtcNow();
        var bucket = Bucket($"{path.Id}|{policy.Name}", policy.Size, policy.Refill, TimeSpan.FromMinutes(1), now);
        return bucket.TryTake(now, out var wait) ? bucket.Tokens : throw ComputeErrors.Throttled(policy.Name, policy.Size, policy.Size + 1, now, wait);
    }

    private TokenBucket Bucket(string key, int size, int refill, TimeSpan step, DateTimeOffset now)
    {
        if (!_buckets.TryGetValue(key, out var bucket))
        {
            _buckets[key] = bucket = new TokenBucket(size, refill, step, now);
        }

        return bucket;
    }
}
