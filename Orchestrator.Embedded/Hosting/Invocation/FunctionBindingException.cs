namespace Orchestrator.Embedded.Hosting.Invocation;

/// <summary>What the caller sent does not fit the function's parameters. The message is fit to be shown to the caller.</summary>
internal sealed class FunctionBindingException : Exception
{
    public FunctionBindingException(string message)
        : base(message)
    {
    }

    public FunctionBindingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
