using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.PrivateDns;

/// <summary>Lets the machines of one network see one zone, and register in it when asked to.</summary>
internal sealed class VirtualNetworkLinks : ResourceType
{
    public const string TypeName = "Microsoft.Network/privateDnsZones/virtualNetworkLinks";

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.PrivateDns;

    public override bool IsTracked => true;

    public override bool IsGlobal => true;

    public override bool CreatesUnseen => true;

    public override OperationLatency Latency { get; } = new((15, 30), (5, 10), (15, 30));

    public override IReadOnlyList<string> Immutable => ["properties.virtualNetwork.id"];

    public override int WriteStatus(bool created) => 202;

    public override void Accept(ResourceWrite write)
    {
        write.Properties.KeepIdOnly("virtualNetwork");
        write.Properties.Default("registrationEnabled", false);
        var network = write.Content.Text("properties.virtualNetwork.id") ?? throw PrivateDnsErrors.Bad("The property 'virtualNetwork' is required.");
        var zone = References.OwnerOf(write.Id)!;
        foreach (var other in write.World.Resources.Referrers(network, TypeName).Where(other => !other.Id.Same(write.Id)))
        {
            CheckOther(write, network, zone, other);
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world) =>
        view.Ensure("properties")["virtualNetworkLinkState"] = resource.IsReady ? "Completed" : "InProgress";

    private static void CheckOther(ResourceWrite write, string network, string zone, ArmResource other)
    {
        var otherZone = References.OwnerOf(other.Id)!;
        if (otherZone.Same(zone))
        {
            throw PrivateDnsErrors.AlreadyLinked(network, other.Id);
        }

        var (name, otherName) = (zone[(zone.LastIndexOf('/') + 1)..], otherZone[(otherZone.LastIndexOf('/') + 1)..]);
        if (name.Same(otherName))
        {
            throw PrivateDnsErrors.OverlappingNamespaces(name);
        }

        if (write.Content.Flag("properties.registrationEnabled") && other.Content.Flag("properties.registrationEnabled"))
        {
            throw PrivateDnsErrors.SecondRegistration(network, otherName);
        }
    }
}
