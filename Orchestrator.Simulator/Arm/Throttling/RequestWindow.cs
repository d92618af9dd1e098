namespace Orchestrator.Simulator.Arm.Throttling;

/// <summary>So many requests in a span of time; the span begins with the first request after the last one is over.</summary>
internal sealed class RequestWindow(int limit, TimeSpan span)
{
    private DateTimeOffset _ends = DateTimeOffset.MinValue;

    /// <summary>How many are left in the present span.</summary>
    public int Left { get; private set; } = limit;

    public int Limit { get; } = limit;

    /// <summary>Takes one of the span's requests. Tells in either case when the next span may begin.</summary>
    public bool TryTake(DateTimeOffset now, out TimeSpan resetsAfter)
    {
        if (now >= _ends)
        {
            (_ends, Left) = (now + span, Limit);
        }

        resetsAfter = _ends - now;
        if (Left == 0)
        {
            return false;
        }

        Left--;
        return true;
    }
}
