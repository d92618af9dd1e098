using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Determinism.Chance;
using Orchestrator.Embedded.Hosting.Discovery;
using Orchestrator.Embedded.Hosting.Queues;

namespace Orchestrator.Embedded.Hosting.Invocation;

/// <summary>
/// Runs functions: a service scope each, the app's middleware around, the class made by dependency injection and disposed with the scope.
/// Nothing here leaves the caller's synchronization context: orchestrators run on the engine's.
/// </summary>
internal sealed class FunctionInvoker(
    IServiceScopeFactory scopes,
    Randomness randomness,
    TimeProvider time,
    ILogger<FunctionInvoker> logger,
    QueueOutputs outputs,
    IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
{
    private readonly ConcurrentDictionary<FunctionDescriptor, EmbeddedFunctionDefinition> _definitions =
        new(ReferenceEqualityComparer.Instance);
    private readonly ParameterBinder _binder = new();
    private FunctionExecutionDelegate? _pipeline;

    /// <summary>The function's result.</summary>
    public Task<object?> InvokeAsync(InvocationRequest request) => InvokeAsync(request, static context => Task.FromResult(context.Result));

    /// <summary>What <paramref name="complete"/> makes of the result while the invocation's services still live.</summary>
    public async Task<T> InvokeAsync<T>(InvocationRequest request, Func<EmbeddedFunctionContext, Task<T>> complete)
    {
        var id = randomness.NextGuid().ToString();
        var started = time.GetTimestamp();
        using var span = new InvocationSpan(request, id, time);
        try
        {
            var result = await RunAsync(request, id, complete);
            Log(request.Function, id, "Succeeded", time.GetElapsedTime(started));
            return result;
        }
        catch (Exception e)
        {
            span.Fail(e);
            Log(request.Function, id, "Failed", time.GetElapsedTime(started));
            throw;
        }
    }

    private async Task<T> RunAsync<T>(InvocationRequest request, string id, Func<EmbeddedFunctionContext, Task<T>> complete)
    {
        await using var scope = scopes.CreateAsyncScope();
        var definition = _definitions.GetOrAdd(request.Function, static function => new EmbeddedFunctionDefinition(function));
        var context = new EmbeddedFunctionContext(request, definition, scope.ServiceProvider, id);
        var hostServices = request.Http?.RequestServices;
        try
        {
            request.Http?.RequestServices = scope.ServiceProvider;
            _pipeline ??= BuildPipeline();
            await _pipeline(context);
            return await complete(context);
        }
        finally
        {
            request.Http?.RequestServices = hostServices!;
        }
    }

    /// <summary>The causes of failures are logged by who invoked. Orchestrators are not, as they run again at each step: the engine logs their states.</summary>
    private void Log(FunctionDescriptor function, string id, string outcome, TimeSpan duration)
    {
        if (function.Trigger is not OrchestrationTriggerAttribute)
        {
            logger.Log(
                function.Trigger is ActivityTriggerAttribute ? LogLevel.Debug : LogLevel.Information,
                "Executed function {Function} ({Outcome}, {InvocationId}, {Duration} ms)",
                function.Name,
                outcome,
                id,
                duration.TotalMilliseconds);
        }
    }

    private FunctionExecutionDelegate BuildPipeline()
    {
        FunctionExecutionDelegate pipeline = ExecuteAsync;
        for (var i = middleware.Count - 1; i >= 0; i--)
        {
            pipeline = middleware[i](pipeline);
        }

        return pipeline;
    }

    private async Task ExecuteAsync(FunctionContext functionContext)
    {
        var context = (EmbeddedFunctionContext)functionContext;
        var method = context.Request.Function.Method;
        var arguments = await _binder.BindAsync(context.Request, context);
        var instance = method.IsStatic ? null : ActivatorUtilities.CreateInstance(context.InstanceServices, method.DeclaringType!);
        try
        {
            context.Result = await FunctionMethodCall.InvokeAsync(method, instance, arguments);
            if (context.Request.Function.HasOutput)
            {
                // Before the function counts as done: whoever repeats it after a death sends again, and nothing is lost.
                await outputs.SendAsync(context.Request.Function, context.Result, context.CancellationToken);
            }
        }
        finally
        {
            await DisposeAsync(instance);
        }
    }

    private static ValueTask DisposeAsync(object? instance)
    {
        if (instance is IAsyncDisposable asynchronous)
        {
            return asynchronous.DisposeAsync();
        }

        (instance as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }
}
