namespace Microsoft.Azure.Functions.Worker;

/// <summary>The value that a function returned, as a <typeparamref name="T"/>.</summary>
public abstract class InvocationResult<T>
{
    public abstract T? Value { get; set; }
}
