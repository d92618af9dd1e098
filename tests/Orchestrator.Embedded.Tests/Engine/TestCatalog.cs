using System.Text.Json;
using Microsoft.DurableTask;
using Orchestrator.Embedded.Engine;

namespace Orchestrator.Embedded.Tests.Engine;

/// <summary>Orchestrators and activities as delegates; counts how often each activity ran.</summary>
internal sealed class TestCatalog : ITaskCatalog
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };
    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<string?, Task<object?>>> _activities = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, int> Runs { get; } = new(StringComparer.OrdinalIgnoreCase);

    public TestCatalog Orchestrator<TOutput>(string name, Func<TaskOrchestrationContext, Task<TOutput>> code)
    {
        _orchestrators[name] = async context => await code(context);
        return this;
    }

    public TestCatalog Orchestrator(string name, Func<TaskOrchestrationContext, Task> code)
    {
        _orchestrators[name] = async context =>
        {
            await code(context);
            return null;
        };
        return this;
    }

    public TestCatalog Activity<TInput, TOutput>(string name, Func<TInput, TOutput> code) =>
        AsyncActivity<TInput, TOutput>(name, input => Task.FromResult(code(input)));

    public TestCatalog AsyncActivity<TInput, TOutput>(string name, Func<TInput, Task<TOutput>> code)
    {
        _activities[name] = async input => await code(input is null ? default! : JsonSerializer.Deserialize<TInput>(input, Json)!);
        return this;
    }

    public bool HasOrchestrator(string name) => _orchestrators.ContainsKey(name);

    public bool HasActivity(string name) => _activities.ContainsKey(name);

    public Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context) => _orchestrators[name](context);

    public Task<object?> RunActivityAsync(string name, string instanceId, string? serializedInput, CancellationToken cancellation)
    {
        Runs[name] = Runs.GetValueOrDefault(name) + 1;
        return _activities[name](serializedInput);
    }
}
