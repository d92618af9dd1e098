using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.Disk;

/// <summary>Disks are made by the PUT of their machine, and stay behind when it is deleted: they are only observed and deleted.</summary>
public sealed class DiskDefinition : ResourceDefinition
{
    public override string Kind => StepKinds.Disk;

    public override string Type => ArmTypes.Disk;

    public override JsonObject Render(ResourceContext context) =>
        throw new NotSupportedException($"{context.Step.Key} is made by its machine, not by a PUT of its own.");
}
