namespace Orchestrator.Contracts.Errors;

/// <summary>The one exception that carries an <see cref="OrchestratorError"/> inside a process; across activities errors travel as data.</summary>
public sealed class OrchestratorException(OrchestratorError error, Exception? inner = null)
    : Exception($"{error.Code}: {error.Message} {error.Action}", inner)
{
    public OrchestratorError Error { get; } = error;
}
