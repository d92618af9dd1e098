namespace Orchestrator.Simulator.Contract;

/// <summary>Which of a type's bodies is meant.</summary>
public enum ContractBody
{
    Put,
    Patch,
    Response,
}
