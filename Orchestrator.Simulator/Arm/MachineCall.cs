using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Arm;

/// <summary>One call to the machine side: a start with a definition, a delete without.</summary>
internal sealed record MachineCall(string ResourceId, MachineDefinition? Definition);
