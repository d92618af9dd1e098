using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds middleware by type or as a function.</summary>
public static class MiddlewareWorkerApplicationBuilderExtensions
{
    public static IFunctionsWorkerApplicationBuilder UseMiddleware<T>(this IFunctionsWorkerApplicationBuilder builder)
        where T : class, IFunctionsWorkerMiddleware => builder.UseWhen<T>(static _ => true);

    public static IFunctionsWorkerApplicationBuilder UseMiddleware(
        this IFunctionsWorkerApplicationBuilder builder, Func<FunctionContext, Func<Task>, Task> middleware) =>
        builder.UseWhen(static _ => true, middleware);

    public static IFunctionsWorkerApplicationBuilder UseWhen<T>(
        this IFunctionsWorkerApplicationBuilder builder, Func<FunctionContext, bool> predicate)
        where T : class, IFunctionsWorkerMiddleware
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<T>();
        return builder.Use(next => context => predicate(context)
            ? context.InstanceServices.GetRequiredService<T>().Invoke(context, next)
            : next(context));
    }

    public static IFunctionsWorkerApplicationBuilder UseWhen(
        this IFunctionsWorkerApplicationBuilder builder,
        Func<FunctionContext, bool> predicate,
        Func<FunctionContext, Func<Task>, Task> middleware)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(next => context => predicate(context) ? middleware(context, () => next(context)) : next(context));
    }
}
