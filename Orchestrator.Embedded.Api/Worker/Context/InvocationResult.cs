namespace Microsoft.Azure.Functions.Worker;

/// <summary>The value that a function returned; middleware may replace it.</summary>
public abstract class InvocationResult : InvocationResult<object>
{
}
