using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;

namespace Orchestrator.Simulator.Arm.Operations;

/// <summary>One write, delete or action from its acceptance to its end. Finished operations stay: they are the journal, and clients may still poll them.</summary>
/// <param name="Sequence">Grows with each operation: the order of acceptance.</param>
/// <param name="ResourceId">What the caller named; for an inline element its own id.</param>
/// <param name="RecordId">The resource whose state the operation changes.</param>
/// <param name="Action"><c>write</c>, <c>delete</c> or the name of a POST action.</param>
/// <param name="Due">When it ends; null while that depends on other operations.</param>
/// <param name="Lock">Operations with the same lock exclude each other.</param>
/// <param name="Arguments">What its end needs to know, such as the instances it made.</param>
/// <param name="Claims">Who asked for it, as its token says; null for what nobody asked for.</param>
/// <param name="Planned">How an injected fault lets it end; null lets it succeed.</param>
internal sealed record ArmOperation(
    string Id,
    long Sequence,
    string ResourceId,
    string RecordId,
    string Type,
    string Action,
    string Method,
    string Location,
    string ApiVersion,
    string CorrelationId,
    bool Created,
    DateTimeOffset Started,
    DateTimeOffset? Due,
    DateTimeOffset? Ended,
    string Status,
    string? Lock,
    JsonObject Arguments,
    ArmFault? Planned = null,
    ArmFault? Error = null,
    JsonObject? Claims = null)
{
    public const string InProgress = "InProgress";
    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";
    public const string Canceling = "Canceling";
    public const string Canceled = "Canceled";

    public bool IsRunning => Status is InProgress or Canceling;

    public bool IsDelete => string.Equals(Action, "delete", StringComparison.Ordinal) && string.Equals(Method, "DELETE", StringComparison.Ordinal);

    public bool IsWrite => string.Equals(Action, "write", StringComparison.Ordinal);
}
