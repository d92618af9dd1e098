using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.DdosProtectionPlan;

/// <summary>Protects the virtual network; a plan serves many and costs much, so it is always somebody else's and only read.</summary>
public sealed class DdosProtectionPlanDefinition : BorrowedDefinition
{
    public override string Kind => StepKinds.DdosProtectionPlan;

    public override string Type => ArmTypes.DdosProtectionPlan;
}
