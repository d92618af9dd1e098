using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>Groups AKS clusters. Only what its members need of it: update runs and the hub's own API are not simulated.</summary>
internal sealed class Fleets : ResourceType
{
    public const string TypeName = "Microsoft.ContainerService/fleets";

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.Fleet;

    public override OperationLatency Latency { get; } = new((10, 20), (5, 10), (20, 40));

    public override IReadOnlyList<string> Immutable => ["properties.hubProfile.dnsPrefix"];

    public override JsonObject Desired(ArmResource? existing, JsonObject body)
    {
        body.Ensure("properties");
        return body;
    }
}
