namespace Orchestrator.Activities.Azure;

/// <summary>What is left of one limit, as far as we know. Not safe for threads; <see cref="RequestBudget"/> is.</summary>
internal sealed class RequestBucket(RequestLimit limit, DateTimeOffset now)
{
    private double _tokens = limit.Size;
    private double _waiting;
    private DateTimeOffset _filled = now;
    private DateTimeOffset _closedUntil = now;

    public RequestLimit Limit { get; } = limit;

    /// <summary>Seconds until a token is there for this caller; 0 when one is there now. Takes nothing.</summary>
    public int SecondsUntilFree(DateTimeOffset now)
    {
        Fill(now);
        if (now < _closedUntil)
        {
            return Whole(_closedUntil - now);
        }

        return _tokens >= 1 ? 0 : Whole(_filled + (Limit.Step * Math.Max(1, Math.Ceiling((1 - _tokens) / Limit.Refill))) - now);
    }

    /// <summary>
    /// As <see cref="SecondsUntilFree"/>, for one who is sent away: those who come while nothing is left are told to come back one after the
    /// other, as the tokens do, and not all at the first one.
    /// </summary>
    public int SendAway(DateTimeOffset now)
    {
        var first = SecondsUntilFree(now);
        var behind = Math.Floor(_waiting / Limit.Refill);
        _waiting++;
        return first + Whole(Limit.Step * behind);
    }

    public void Take(double tokens = 1) => _tokens -= tokens;

    /// <summary>Azure says how much is left: less than we thought when others draw on the same limit. More is not believed: answers overtake requests.</summary>
    public void AtMost(double remaining) => _tokens = Math.Min(_tokens, remaining);

    /// <summary>Azure has refused: it processes nothing before this moment.</summary>
    public void CloseUntil(DateTimeOffset moment) => _closedUntil = moment > _closedUntil ? moment : _closedUntil;

    public bool IsFull(DateTimeOffset now)
    {
        Fill(now);
        return _tokens >= Limit.Size && now >= _closedUntil;
    }

    private void Fill(DateTimeOffset now)
    {
        var steps = (now - _filled).Ticks / Limit.Step.Ticks;
        if (steps > 0)
        {
            _tokens = Math.Min(Limit.Size, _tokens + ((double)steps * Limit.Refill));
            _waiting = Math.Max(0, _waiting - ((double)steps * Limit.Refill));
            _filled += Limit.Step * steps;
        }
    }

    private static int Whole(TimeSpan span) => (int)Math.Ceiling(span.TotalSeconds);
}
