using Microsoft.Azure.Functions.Worker;
using Orchestrator.Contracts.History;

namespace Orchestrator.Activities.History;

/// <summary>Keeps steps that no longer fit into a custom status.</summary>
public sealed class RecordStepsActivity(HistoryStore history)
{
    [Function("RecordSteps")]
    public Task RunAsync([ActivityTrigger] RecordedSteps steps, CancellationToken cancellation) => history.SaveStepsAsync(steps, cancellation);
}
