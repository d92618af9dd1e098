namespace DurableTask.Core.Exceptions;

/// <summary>An instance with the wanted id exists in a status that forbids its replacement.</summary>
public class OrchestrationAlreadyExistsException : Exception
{
    public OrchestrationAlreadyExistsException()
    {
    }

    public OrchestrationAlreadyExistsException(string message)
        : base(message)
    {
    }

    public OrchestrationAlreadyExistsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
