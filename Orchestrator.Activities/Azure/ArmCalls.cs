using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Orchestrator.Activities.Azure;

/// <summary>Counts what we send to ARM, for the meter <c>Orchestrator.Azure</c> and for whoever asks in the process.</summary>
public sealed class ArmCalls : IDisposable
{
    public const string MeterName = "Orchestrator.Azure";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _requests;
    private readonly Counter<long> _withheld;
    private readonly ConcurrentDictionary<ArmCall, long> _counts = [];

    public ArmCalls()
    {
        _requests = _meter.CreateCounter<long>("orchestrator.azure.requests", "{request}", "Requests sent to Azure Resource Manager.");
        _withheld = _meter.CreateCounter<long>("orchestrator.azure.requests.withheld", "{request}", "Requests not sent because a limit of Azure's is used up.");
    }

    /// <summary>How many requests of each kind were sent since the start of the process.</summary>
    public IReadOnlyDictionary<ArmCall, long> Counts => _counts.ToDictionary();

    public long Total => _counts.Values.Sum();

    public void Dispose() => _meter.Dispose();

    internal void Sent(ArmRequest request, int status)
    {
        var call = new ArmCall(request.Verb, request.Type, request.IsList);
        _counts.AddOrUpdate(call, 1, static (_, count) => count + 1);
        _requests.Add(1, new("verb", call.VerbName), new("type", call.Type), new("status", status));
    }

    internal void Withheld(ArmRequest request, string limit) =>
        _withheld.Add(1, new("verb", request.Verb.ToString()), new("type", request.Type), new("limit", limit));
}
