using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.ApplicationSecurityGroup;

/// <summary>Joined by private endpoints; always somebody else's, so only read.</summary>
public sealed class ApplicationSecurityGroupDefinition : BorrowedDefinition
{
    public override string Kind => StepKinds.ApplicationSecurityGroup;

    public override string Type => ArmTypes.ApplicationSecurityGroup;
}
