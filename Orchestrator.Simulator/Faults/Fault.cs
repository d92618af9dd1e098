namespace Orchestrator.Simulator.Faults;

/// <summary>What goes wrong when a <see cref="FaultRule"/> matches.</summary>
public abstract record Fault
{
    /// <summary>The request is refused with 429 and nothing happens.</summary>
    public static Fault TooManyRequests(TimeSpan retryAfter) =>
        new ResponseFault(429, "TooManyRequests", "The request is being throttled.") { RetryAfter = retryAfter };

    /// <summary>The request is refused with 409 and nothing happens.</summary>
    public static Fault AnotherOperationInProgress() =>
        new ResponseFault(409, "AnotherOperationInProgress", "Another operation on this or dependent resource is in progress.");

    /// <summary>The request is refused with 500 and nothing happens.</summary>
    public static Fault InternalServerError() =>
        new ResponseFault(500, "InternalServerError", "An error occurred.");

    /// <summary>The request is refused with 502 and nothing happens.</summary>
    public static Fault BadGateway() => new ResponseFault(502, "BadGateway", "The gateway received an invalid response.");

    /// <summary>The request is refused with 503 and nothing happens.</summary>
    public static Fault ServiceUnavailable(TimeSpan? retryAfter = null) => new ResponseFault(503, "ServiceUnavailable", "The service is unavailable.") { RetryAfter = retryAfter };

    /// <summary>The connection breaks before the request has done anything.</summary>
    public static Fault DropConnection() => new ConnectionFault(AfterEffect: false);

    /// <summary>The connection breaks when the request has done its work.</summary>
    public static Fault DropConnectionAfterwards() => new ConnectionFault(AfterEffect: true);

    /// <summary>The answer comes after this long.</summary>
    public static Fault Slow(TimeSpan delay) => new SlowFault(delay);

    /// <summary>A GET or a query of Resource Graph shows what was there this long ago; at most five minutes.</summary>
    public static Fault StaleRead(TimeSpan lag) => new StaleReadFault(lag);

    /// <summary>The long-running operation is accepted and takes this long.</summary>
    public static Fault OperationHangs(TimeSpan duration) => new HangFault(duration);

    /// <summary>The request is refused with a status of one's choice and nothing happens.</summary>
    public static Fault Refuse(int status, string code, string message) => new ResponseFault(status, code, message);

    /// <summary>The request takes effect, but the caller sees 504.</summary>
    public static Fault AnswerLost() => new AnswerLostFault();

    /// <summary>The long-running operation is accepted and ends Failed; the resource stays behind in state Failed.</summary>
    public static Fault OperationFails(string code = "InternalOperationError", string message = "An unexpected error occurred while processing the operation.") =>
        new OperationFault(code, message);

    public static Fault LoseEvent() => new EventFault(EventDisturbance.Lost, TimeSpan.Zero);

    public static Fault DuplicateEvent() => new EventFault(EventDisturbance.Duplicated, TimeSpan.Zero);

    public static Fault DelayEvent(TimeSpan delay) => new EventFault(EventDisturbance.Delayed, delay);

    /// <summary>The event arrives after the one that follows it.</summary>
    public static Fault ReorderEvent() => new EventFault(EventDisturbance.Reordered, TimeSpan.Zero);
}
