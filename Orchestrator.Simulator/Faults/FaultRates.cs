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

    public double OperationFails { get; init; }

    public double EventLost { get; init; }

    public double EventDuplicated { get; init; }

    public double EventDelayed { get; init; }

    public double EventReordered { get; init; }
}
