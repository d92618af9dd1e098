using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Orchestrator.Embedded.Engine;
using Orchestrator.Embedded.Hosting.Discovery;

namespace Orchestrator.Embedded.Hosting.Invocation;

/// <summary>The app's orchestrators and activities, as the engine sees them.</summary>
internal sealed class FunctionTaskCatalog : ITaskCatalog
{
    private readonly Dictionary<string, FunctionDescriptor> _orchestrators;
    private readonly Dictionary<string, FunctionDescriptor> _activities;
    private readonly FunctionInvoker _invoker;
    private readonly DataConverter _converter;
    private readonly ILogger<FunctionTaskCatalog> _logger;

    public FunctionTaskCatalog(
        IReadOnlyList<FunctionDescriptor> functions,
        FunctionInvoker invoker,
        DataConverter converter,
        ILogger<FunctionTaskCatalog> logger)
    {
        _orchestrators = WithTrigger<OrchestrationTriggerAttribute>(functions);
        _activities = WithTrigger<ActivityTriggerAttribute>(functions);
        _invoker = invoker;
        _converter = converter;
        _logger = logger;
    }

    public bool HasOrchestrator(string name) => _orchestrators.ContainsKey(name);

    public bool HasActivity(string name) => _activities.ContainsKey(name);

    public Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context) =>
        _invoker.InvokeAsync(new InvocationRequest(_orchestrators[name])
        {
            TriggerValue = context,
            BindingData = InstanceId(context.InstanceId),
        });

    public async Task<object?> RunActivityAsync(string name, string instanceId, string? serializedInput, CancellationToken cancellation)
    {
        var function = _activities[name];
        try
        {
            return await _invoker.InvokeAsync(new InvocationRequest(function)
            {
                TriggerValue = Input(function, serializedInput),
                BindingData = InstanceId(instanceId),
                Cancellation = cancellation,
            });
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            _logger.LogWarning(e, "Activity {Activity} of instance {InstanceId} failed", name, instanceId);
            throw;
        }
    }

    private object? Input(FunctionDescriptor function, string? serializedInput)
    {
        var parameter = function.TriggerParameter;
        var input = serializedInput is null ? null : _converter.Deserialize(serializedInput, parameter.Type);
        return input is null && parameter.Type.IsValueType && !parameter.IsNullable
            ? throw new FunctionBindingException($"Activity '{function.Name}' needs an input of type {parameter.Type.Name} and was given none.")
            : input;
    }

    private static Dictionary<string, object?> InstanceId(string instanceId) =>
        new(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = instanceId };

    private static Dictionary<string, FunctionDescriptor> WithTrigger<TTrigger>(IEnumerable<FunctionDescriptor> functions) =>
        functions.Where(f => f.Trigger is TTrigger).ToDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);
}
