using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Addresses;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>
/// One direction of a peering: Initiated until the other direction is there, then both are Connected; Disconnected when the other one goes.
/// The remote network may be in another group, subscription or region.
/// </summary>
internal sealed class VirtualNetworkPeerings : NetworkType
{
    public const string TypeName = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings";
    private const string Initiated = "Initiated";
    private const string Connected = "Connected";
    private const string Disconnected = "Disconnected";

    public override string Name => TypeName;

    public override OperationLatency Latency { get; } = new((5, 10), (5, 8), (5, 10));

    public override IReadOnlyList<string> Immutable => ["properties.remoteVirtualNetwork.id"];

    /// <summary>All writes under one virtual network take turns.</summary>
    public override string Lock(string id) => References.OwnerOf(id)!;

    public override void Accept(ResourceWrite write)
    {
        base.Accept(write);
        write.Properties.KeepIdOnly("remoteVirtualNetwork");
        foreach (var shown in new[] { "peeringState", "peeringSyncLevel", "localAddressSpace", "localVirtualNetworkAddressSpace", "remoteAddressSpace", "remoteVirtualNetworkAddressSpace" })
        {
            write.Properties.Remove(shown);
        }

        var remoteId = RemoteOf(write.Content) ?? throw ArmErrors.InvalidParameter($"Required parameter remoteVirtualNetwork of peering {write.Id} is missing.", "remoteVirtualNetwork");
        var remote = write.World.Resources.Find(remoteId) ?? throw NetworkErrors.InvalidReference(remoteId, write.Id);
        var local = write.World.Resources.Find(References.OwnerOf(write.Id))!;
        CheckRemote(write, local, remote);
        CheckAddresses(write, local, remote);
        write.Properties.Default("allowVirtualNetworkAccess", true);
        write.Properties.Default("allowForwardedTraffic", false);
        write.Properties.Default("allowGatewayTransit", false);
        write.Properties.Default("useRemoteGateways", false);
        write.Service.Default("state", Initiated);
        write.Service["remoteSpace"] = SpaceOf(remote);
        write.Service["localSpace"] = SpaceOf(local);
    }

    public override ArmResource Finish(ArmResource resource, ArmOperation operation, ArmWorld world)
    {
        var reverse = Reverse(resource, world);
        if (reverse is not null)
        {
            world.Keep(WithState(reverse, Connected));
        }

        return WithState(resource, reverse is null ? Initiated : Connected);
    }

    public override void Deleted(ArmResource resource, ArmWorld world)
    {
        if (Reverse(resource, world) is { } reverse)
        {
            world.Keep(WithState(reverse, Disconnected));
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        base.Render(resource, view, world);
        var properties = view.Ensure("properties");
        properties["peeringState"] = resource.Service.Text("state");
        properties["remoteAddressSpace"] = Space(resource.Service["remoteSpace"]);
        var remote = world.Resources.Find(RemoteOf(resource.Content));
        properties["remoteVirtualNetworkAddressSpace"] = Space(remote is null ? resource.Service["remoteSpace"] : SpaceOf(remote));
        properties["peeringSyncLevel"] = SyncLevel(resource, remote, world);
    }

    private static string? RemoteOf(JsonObject content) => content.Text("properties.remoteVirtualNetwork.id");

    private static JsonArray SpaceOf(ArmResource network) => (network.Content.At("properties.addressSpace.addressPrefixes") as JsonArray)?.DeepClone().AsArray() ?? [];

    private static JsonObject Space(JsonNode? prefixes) => new() { ["addressPrefixes"] = prefixes?.DeepClone() };

    private static ArmResource WithState(ArmResource peering, string state)
    {
        var service = peering.Service.Copy();
        service["state"] = state;
        return peering with { Service = service };
    }

    private static ArmResource? Reverse(ArmResource peering, ArmWorld world) => Reverse(RemoteOf(peering.Content), References.OwnerOf(peering.Id)!, world);

    private static ArmResource? Reverse(string? remoteId, string localId, ArmWorld world) =>
        remoteId is null ? null : world.Resources.Under(remoteId, TypeName).FirstOrDefault(other => RemoteOf(other.Content).Same(localId));

    private static string SyncLevel(ArmResource peering, ArmResource? remote, ArmWorld world)
    {
        var isLocal = JsonNode.DeepEquals(peering.Service["localSpace"], SpaceOf(world.Resources.Find(References.OwnerOf(peering.Id))!));
        var isRemote = remote is null || JsonNode.DeepEquals(peering.Service["remoteSpace"], SpaceOf(remote));
        return (isLocal, isRemote) switch { (true, true) => "FullyInSync", (true, false) => "RemoteNotInSync", (false, true) => "LocalNotInSync", _ => "LocalAndRemoteNotInSync" };
    }

    private static void CheckRemote(ResourceWrite write, ArmResource local, ArmResource remote)
    {
        if (remote.Id.Same(local.Id))
        {
            throw NetworkErrors.Invalid($"Peering {write.Id} must reference another virtual network than its own.");
        }

        if (write.World.Operations.Holding(remote.Id) is not null)
        {
            throw NetworkErrors.ReferencedNotProvisioned(remote.Id, write.Id, "Updating", write.Type.PutOperation);
        }

        var other = write.World.Resources.Under(local.Id, TypeName).FirstOrDefault(other => !other.Id.Same(write.Id) && RemoteOf(other.Content).Same(remote.Id));
        if (other is not null)
        {
            throw NetworkErrors.PeeringExists(write.Id, other.Id, remote.Id);
        }

        if (Reverse(remote.Id, local.Id, write.World) is { } reverse && reverse.Service.Text("state").Same(Disconnected))
        {
            throw NetworkErrors.RemotePeeringDisconnected(write.Id, reverse.Id, local.Id);
        }
    }

    private static void CheckAddresses(ResourceWrite write, ArmResource local, ArmResource remote)
    {
        var own = Prefixes(local);
        if (own.FirstOrDefault(prefix => Prefixes(remote).Exists(prefix.Overlaps)) is { } overlap)
        {
            throw NetworkErrors.SpacesOverlap(write.Id, local.Id, remote.Id, overlap.ToString());
        }

        foreach (var peer in write.World.Resources.Under(remote.Id, TypeName).Select(peering => write.World.Resources.Find(RemoteOf(peering.Content))).OfType<ArmResource>().Where(peer => !peer.Id.Same(local.Id)))
        {
            if (own.FirstOrDefault(prefix => Prefixes(peer).Exists(prefix.Overlaps)) is { } taken)
            {
                throw NetworkErrors.SpaceOverlapsPeered(write.Id, local.Id, remote.Id, peer.Id, taken.ToString());
            }
        }
    }

    private static List<AddressPrefix> Prefixes(ArmResource network) => [.. SpaceOf(network).Select(prefix => AddressPrefix.Parse(prefix!.ToString(), network.Id))];
}
