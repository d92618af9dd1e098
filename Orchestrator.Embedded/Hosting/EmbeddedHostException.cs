namespace Orchestrator.Embedded.Hosting;

/// <summary>The host cannot start as asked. The message names every problem that was found; nothing was started.</summary>
public sealed class EmbeddedHostException : Exception
{
    public EmbeddedHostException(string message)
        : base(message)
    {
    }

    public EmbeddedHostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
