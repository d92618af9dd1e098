using Microsoft.AspNetCore.Http;
using Orchestrator.Embedded.Hosting.Discovery;

namespace Orchestrator.Embedded.Hosting.Invocation;

/// <summary>One run of one function.</summary>
internal sealed record InvocationRequest(FunctionDescriptor Function)
{
    /// <summary>The value of the trigger parameter, of its type. HTTP functions have none: they read <see cref="Http"/>.</summary>
    public object? TriggerValue { get; init; }

    /// <summary>Values by name that the trigger offers to further parameters. Text is converted to the parameter's type.</summary>
    public IReadOnlyDictionary<string, object?> BindingData { get; init; } =
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often the host has repeated this execution, and will at most, by the function's retry policy.</summary>
    public (int Count, int Maximum) Retries { get; init; }

    public HttpContext? Http { get; init; }

    public CancellationToken Cancellation { get; init; }
}
