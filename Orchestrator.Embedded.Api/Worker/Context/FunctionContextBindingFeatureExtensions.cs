using Orchestrator.Embedded.Api.Internal;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The result of the invocation, for middleware.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    public static InvocationResult GetInvocationResult(this FunctionContext context) => new FeatureInvocationResult(Feature(context));

    /// <exception cref="InvalidOperationException">The result is no <typeparamref name="T"/>.</exception>
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context)
    {
        var feature = Feature(context);
        return feature.Result is null or T
            ? new FeatureInvocationResult<T>(feature)
            : throw new InvalidOperationException(
                $"The result of function '{context.FunctionDefinition.Name}' is a {feature.Result.GetType()}, not a {typeof(T)}.");
    }

    private static IInvocationResultFeature Feature(FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<IInvocationResultFeature>()
            ?? throw new InvalidOperationException("This invocation has no result.");
    }
}
