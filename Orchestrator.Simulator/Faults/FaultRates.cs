namespace Orchestrator.Simulator.Faults;

/// <summary>How likely each fault is, from 0 to 1: per write request, per long-running operation, per event.</summary>
public sealed record FaultRates
{
    /// <summary>Each of them at one rate.</summary>
    public static FaultRates Every(double rate) => new()
    {
        TooManyRequests = rate,
        AnotherOperationInProgress = rate,
        InternalServerError = rate,
        AnswerLost = rate,
        OperationFails = rate,
        EventLost = rate,
        EventDuplicated = rate,
        EventDelayed = rate,
        EventReordered = rate,
    };

    public double TooManyRequests { get; init; }

    public double AnotherOperationInProgress { get; init; }

    public double InternalServerError { get; init; }

    public double AnswerLost { get; init; }

    public double BadGateway { get; init; }

    public double ServiceUnavailable { get; init; }

    /// <summary>The connection breaks before the effect.</summary>
    public double ConnectionDropped { get; init; }

    /// <summary>The connection breaks after the effect.</summary>
    public double ConnectionDroppedAfterwards { get; init; }

    /// <summary>Per GET and Resource Graph query: it shows what was there ten seconds ago.</summary>
    public double StaleRead { get; init; }

    /// <summary>Per GET: 503 and nothing else.</summary>
    public double ReadFails { get; init; }

    /// <summary>Per long-running operation: it takes an hour.</summary>
    public double OperationHangs { get; init; }

    public double OperationFails { get; init; }

    public double EventLost { get; init; }

    public double EventDuplicated { get; init; }

    public double EventDelayed { get; init; }

    public double EventReordered { get; init; }
}
