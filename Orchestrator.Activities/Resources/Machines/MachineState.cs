using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.Machines;

/// <summary>One machine as Azure has it, and in what it differs from the spec.</summary>
public sealed record MachineState(MachineObservation Observation, IReadOnlyList<FieldChange> Changes);
