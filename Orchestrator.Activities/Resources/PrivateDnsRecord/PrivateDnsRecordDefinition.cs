using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.PrivateDnsRecord;

/// <summary>The A record of an internal API server: it leads to the front end of its load balancer.</summary>
public sealed class PrivateDnsRecordDefinition : ResourceDefinition
{
    private const int TimeToLiveSeconds = 300;

    public override string Kind => StepKinds.PrivateDnsRecord;

    public override string Type => ArmTypes.PrivateDnsARecord;

    public override bool HasTags => false;

    public override JsonObject Render(ResourceContext context) => new()
    {
        ["properties"] = new JsonObject
        {
            ["ttl"] = TimeToLiveSeconds,
            ["aRecords"] = Json.Objects([new JsonObject { ["ipv4Address"] = context.Spec.Network.ApiServerLoadBalancer.Frontends[0].PrivateIPAddress }]),
        },
    };
}
