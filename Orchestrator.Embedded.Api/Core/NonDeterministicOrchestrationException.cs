namespace DurableTask.Core.Exceptions;

internal sealed class NonDeterministicOrchestrationException(string message) : Exception("Non-Deterministic workflow detected: " + message);
