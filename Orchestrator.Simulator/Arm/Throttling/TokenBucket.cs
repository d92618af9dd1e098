namespace Orchestrator.Simulator.Arm.Throttling;

/// <summary>A bucket of request tokens that fills up in steps.</summary>
/// <param name="step">How often tokens are added.</param>
internal sealed class TokenBucket(int size, int refill, TimeSpan step, DateTimeOffset now)
{
    private DateTimeOffset _filled = now;

    public int Tokens { get; private set; } = size;

    public int Size { get; } = size;

    /// <summary>Takes one token. Without one, tells in how many whole seconds the next comes.</summary>
    public bool TryTake(DateTimeOffset now, out int retryAfter)
    {
        Fill(now);
        retryAfter = 0;
        if (Tokens > 0)
        {
            Tokens--;
            return true;
        }

        retryAfter = Math.Max(1, (int)Math.Ceiling((_filled + step - now).TotalSeconds));
        return false;
    }

    private void Fill(DateTimeOffset now)
    {
        var steps = (now - _filled).Ticks / step.Ticks;
        if (steps > 0)
        {
            Tokens = (int)Math.Min(Size, Tokens + (steps * refill));
            _filled += step * steps;
        }
    }
}
