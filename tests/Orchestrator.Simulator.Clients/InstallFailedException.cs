namespace Orchestrator.Simulator.Clients;

/// <summary>The packages of the scripts cannot be had here.</summary>
internal sealed class InstallFailedException(Exception cause) : Exception(cause.Message, cause);
