namespace Orchestrator.Cli;

/// <summary>Ends the command: what went wrong, what to do about it, and the exit code.</summary>
public sealed class CommandException(int exitCode, string message, string? action = null, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;

    public string? Action { get; } = action;
}
