namespace Orchestrator.Embedded.Storage;

/// <summary>The engine's storage cannot be used; the message names the file and what to do.</summary>
public sealed class EngineStoreException(string message, Exception? innerException = null) : Exception(message, innerException);
