using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.PrivateDnsZone;

/// <summary>The zone in which an internal API server has its name. A global resource.</summary>
public sealed class PrivateDnsZoneDefinition : ResourceDefinition
{
    public override string Kind => StepKinds.PrivateDnsZone;

    public override string Type => ArmTypes.PrivateDnsZone;

    public override JsonObject Render(ResourceContext context) => new()
    {
        ["location"] = "global",
        ["tags"] = ClusterTags.Of(context.Spec, name: null, role: null),
    };
}
