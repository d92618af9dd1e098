namespace Orchestrator.Functions.Access;

/// <summary>How often each caller may ask: a bucket that holds a minute's requests and fills up evenly. Each instance of the app counts for itself.</summary>
public sealed class RequestRates(AccessOptions options, TimeProvider time)
{
    private const int MostBuckets = 10_000;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (double Left, DateTimeOffset At)> _buckets = new(StringComparer.Ordinal);

    private double PerSecond => options.RequestsPerMinute / 60.0;

    /// <returns>Null: go on. Else the seconds after which there is room again.</returns>
    public int? Take(string caller)
    {
        if (options.RequestsPerMinute == 0)
        {
            return null;
        }

        lock (_gate)
        {
            var now = time.GetUtcNow();
            Forget(now);
            var left = Left(caller, now);
            _buckets[caller] = (left < 1 ? left : left - 1, now);
            return left < 1 ? Math.Max(1, (int)Math.Ceiling((1 - left) / PerSecond)) : null;
        }
    }

    private double Left(string caller, DateTimeOffset now) => _buckets.TryGetValue(caller, out var bucket)
        ? Math.Min(options.RequestsPerMinute, bucket.Left + (Math.Max(0, (now - bucket.At).TotalSeconds) * PerSecond))
        : options.RequestsPerMinute;

    /// <summary>A full bucket says nothing; whoever comes with ever new names must not fill the memory either.</summary>
    private void Forget(DateTimeOffset now)
    {
        if (_buckets.Count < MostBuckets)
        {
            return;
        }

        foreach (var caller in _buckets.Keys.Where(caller => Left(caller, now) >= options.RequestsPerMinute - 1).ToList())
        {
            _buckets.Remove(caller);
        }
    }
}
