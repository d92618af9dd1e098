using System.Reflection;

namespace Orchestrator.Embedded.Hosting.Invocation;

/// <summary>Calls a method and awaits whatever kind of task it returns. Exceptions come out as they were thrown.</summary>
internal static class FunctionMethodCall
{
    private static readonly MethodInfo TaskResult =
        typeof(FunctionMethodCall).GetMethod(nameof(ResultOfAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Continues on the caller's synchronization context: orchestrators depend on it.</summary>
    public static async Task<object?> InvokeAsync(MethodInfo method, object? instance, object?[] arguments)
    {
        var returned = method.Invoke(instance, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
        switch (returned)
        {
            case null:
                return null;
            case Task task:
                return await AwaitAsync(task, method.ReturnType);
            case ValueTask valueTask:
                await valueTask;
                return null;
            default:
                return IsValueTask(method.ReturnType) ? await AwaitAsync(AsTask(returned), TaskTypeOf(method.ReturnType)) : returned;
        }
    }

    private static async Task<object?> AwaitAsync(Task task, Type declared)
    {
        if (declared.IsGenericType && declared.GetGenericTypeDefinition() == typeof(Task<>))
        {
            return await (Task<object?>)TaskResult.MakeGenericMethod(declared.GetGenericArguments()).Invoke(null, [task])!;
        }

        await task;
        return null;
    }

    private static async Task<object?> ResultOfAsync<T>(Task<T> task) => await task;

    private static bool IsValueTask(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>);

    private static Type TaskTypeOf(Type valueTask) => typeof(Task<>).MakeGenericType(valueTask.GetGenericArguments());

    private static Task AsTask(object valueTask) =>
        (Task)valueTask.GetType().GetMethod(nameof(ValueTask<int>.AsTask))!.Invoke(valueTask, null)!;
}
