namespace Orchestrator.Simulator.EventGrid;

/// <summary>What an attempt comes to: the event is delivered, tried again, or given up.</summary>
/// <param name="NextAttempt">When it is tried again; null when it is not.</param>
/// <param name="GivenUpFor">Event Grid's reason for giving it up; null when it is delivered or tried again.</param>
internal sealed record DeliveryOutcome(DateTimeOffset? NextAttempt, string? GivenUpFor)
{
    /// <param name="attempt">The event, with this attempt counted.</param>
    /// <param name="subscription">Its limits count.</param>
    /// <param name="status">The answer; 0 when none came.</param>
    /// <param name="now">When it came.</param>
    public static DeliveryOutcome Of(PendingEvent attempt, EventSubscription subscription, int status, DateTimeOffset now)
    {
        if (status is >= 200 and <= 204)
        {
            return new DeliveryOutcome(null, null);
        }

        var next = now + DeliverySchedule.DelayAfter(attempt.Attempts, status);
        if (next - attempt.Published > subscription.TimeToLive)
        {
            return new DeliveryOutcome(null, "TimeToLiveExceeded");
        }

        if (status is 413 || (status is 400 && subscription.DeadLetterContainer is not null))
        {
            return new DeliveryOutcome(null, "UndeliverableDueToClientError");
        }

        return attempt.Attempts >= subscription.MaxAttempts ? new DeliveryOutcome(null, "MaxDeliveryAttemptsExceeded") : new DeliveryOutcome(next, null);
    }
}
