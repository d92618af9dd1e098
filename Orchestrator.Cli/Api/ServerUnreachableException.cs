namespace Orchestrator.Cli.Api;

/// <summary>No answer came from the server: it is not there, or the way to it is broken, or it does not speak our API.</summary>
public sealed class ServerUnreachableException(Uri server, string reason, Exception? inner = null)
    : Exception($"The server at {server} does not answer: {reason}", inner);
