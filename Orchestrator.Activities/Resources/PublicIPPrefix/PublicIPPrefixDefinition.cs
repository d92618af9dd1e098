using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.PublicIPPrefix;

/// <summary>Gives a NAT gateway its addresses; always somebody else's, so only read.</summary>
public sealed class PublicIPPrefixDefinition : BorrowedDefinition
{
    public override string Kind => StepKinds.PublicIPPrefix;

    public override string Type => ArmTypes.PublicIPPrefix;
}
