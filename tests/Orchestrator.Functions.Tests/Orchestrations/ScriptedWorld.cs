using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Functions.Tests.Orchestrations;

/// <summary>Resources that take a while, with a script of what goes wrong. Notes when each step started and ended.</summary>
internal sealed class ScriptedWorld(TimeProvider time, IReadOnlyList<GraphStep> steps)
{
    private readonly Dictionary<string, DateTimeOffset> _readyAt = new(StringComparer.Ordinal);

    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(20);

    public int RetryAfterSeconds { get; set; } = 300;

    public bool EveryActivityRunsTwice { get; set; }

    /// <summary>Errors to answer, by step key, in turn.</summary>
    public Dictionary<string, Queue<OrchestratorError>> Errors { get; } = new(StringComparer.Ordinal);

    /// <summary>How Azure announces that a resource has changed; null: events are lost.</summary>
    public Func<GraphStep, DateTimeOffset, Task>? Announce { get; set; }

    public Dictionary<string, DateTimeOffset> Started { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, DateTimeOffset> Ended { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, int> Creations { get; } = new(StringComparer.Ordinal);

    public int Calls { get; private set; }

    public List<OperationCompletion> Completions { get; } = [];

    /// <summary>Answers of CompleteOperation in turn; true when there is none left.</summary>
    public Queue<bool> CompletionAnswers { get; } = [];

    public bool HasOutcome { get; set; }

    public bool TakesTurns { get; set; }

    /// <summary>What told an outcome, and which.</summary>
    public List<string> Told { get; } = [];

    /// <summary>When a plan was asked for.</summary>
    public List<DateTimeOffset> Plans { get; } = [];

    public PlanResult Plan(PlanRequest request)
    {
        Plans.Add(time.GetUtcNow());
        return Errors.GetValueOrDefault("plan")?.TryDequeue(out var error) == true
            ? new PlanResult { Kind = request.Kind, Error = error }
            : new PlanResult { Generation = Completions.Count + 1, Kind = request.Kind, Steps = steps };
    }

    public bool Complete(OperationCompletion completion)
    {
        Completions.Add(completion);
        return !CompletionAnswers.TryDequeue(out var answer) || answer;
    }

    public object? Tell(string activity, OutcomeRequest request)
    {
        Told.Add($"{activity} {request.Id}");
        return null;
    }

    public async Task<ResourceOutcome> RunAsync(string activity, ResourceRequest request)
    {
        Calls++;
        var key = request.Step.Key;
        Started.TryAdd(key, time.GetUtcNow());
        if (activity.StartsWith("Ensure", StringComparison.Ordinal))
        {
            if (Errors.GetValueOrDefault(key)?.TryDequeue(out var error) == true)
            {
                return new ResourceOutcome { State = ResourceState.Failed, Error = error };
            }

            if (_readyAt.TryAdd(key, time.GetUtcNow() + Duration))
            {
                Creations[key] = Creations.GetValueOrDefault(key) + 1;
                await (Announce?.Invoke(request.Step, _readyAt[key]) ?? Task.CompletedTask);
            }
        }

        return Observe(key);
    }

    private ResourceOutcome Observe(string key)
    {
        if (!_readyAt.TryGetValue(key, out var readyAt))
        {
            return new ResourceOutcome { State = ResourceState.Absent };
        }

        if (time.GetUtcNow() < readyAt)
        {
            return new ResourceOutcome { State = ResourceState.InProgress, Detail = "created", RetryAfterSeconds = RetryAfterSeconds };
        }

        Ended.TryAdd(key, time.GetUtcNow());
        return new ResourceOutcome { State = ResourceState.Ready, Facts = new Dictionary<string, string>(StringComparer.Ordinal) { [key] = "known" } };
    }
}
