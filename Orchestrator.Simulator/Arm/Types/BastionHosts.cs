using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Addresses;
using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>Takes about ten minutes to make.</summary>
internal sealed class BastionHosts : NetworkType
{
    public const string TypeName = "Microsoft.Network/bastionHosts";
    private const string SubnetName = "AzureBastionSubnet";
    private const int SmallestSubnet = 27;

    public override string Name => TypeName;

    public override OperationLatency Latency { get; } = new((540, 660), (60, 120), (240, 360));

    public override IReadOnlyList<InlineCollection> Inline { get; } = [new("ipConfigurations") { Segment = "bastionHostIpConfigurations" }];

    public override IReadOnlyList<string> Immutable => ["zones"];

    protected override bool HasGuid => false;

    public override void Accept(ResourceWrite write)
    {
        base.Accept(write);
        write.Content.Ensure("sku").Default("name", "Standard");
        CheckFeatures(write);
        var configurations = write.Content.Items("properties.ipConfigurations").ToList();
        if (configurations.Count != 1)
        {
            throw NetworkErrors.Invalid($"Bastion host {write.Id} must have exactly one IP configuration.");
        }

        AcceptConfiguration(write, configurations[0]);
        write.Service.Default("dnsName", $"bst-{write.World.NewGuid()}.bastion.azure.com");
        write.Properties.Remove("dnsName");
        write.Properties.Default("scaleUnits", 2);
        foreach (var feature in new[] { "disableCopyPaste", "enableFileCopy", "enableIpConnect", "enableShareableLink", "enableTunneling", "enableKerberos", "enableSessionRecording" })
        {
            write.Properties.Default(feature, false);
        }
    }

    public override void Render(ArmResource resource, JsonObject view, ArmWorld world)
    {
        base.Render(resource, view, world);
        view.Ensure("properties")["dnsName"] = resource.Service["dnsName"]?.DeepClone();
    }

    /// <summary>Basic has none of the features that need more than a browser; a larger SKU never becomes a smaller one.</summary>
    private static void CheckFeatures(ResourceWrite write)
    {
        var sku = write.Content.Text("sku.name");
        if (sku.Same("Basic") && write.Existing?.Content.Text("sku.name") is { } before && !before.Same("Basic"))
        {
            throw NetworkErrors.Invalid($"Downgrading the sku of bastion host {write.Id} from {before} to {sku} is not supported.");
        }

        var feature = new[] { "enableTunneling", "enableIpConnect", "enableFileCopy", "enableShareableLink" }.FirstOrDefault(feature => write.Content.Flag($"properties.{feature}"));
        if (feature is not null && sku is "Basic" or "Developer")
        {
            throw NetworkErrors.Invalid($"Feature {feature} of bastion host {write.Id} is not supported by sku {sku}; it needs Standard or Premium.");
        }
    }

    private static void AcceptConfiguration(ResourceWrite write, JsonObject configuration)
    {
        var properties = configuration.Ensure("properties");
        properties.KeepIdOnly("subnet");
        properties.KeepIdOnly("publicIPAddress");
        properties.Default("privateIPAllocationMethod", "Dynamic");
        var subnetId = properties.Text("subnet.id")!;
        var subnet = write.World.Resources.Find(subnetId) ?? throw NetworkErrors.InvalidReference(subnetId, write.Id);
        if (!subnet.Name.Equals(SubnetName, StringComparison.Ordinal) || SubnetAddresses.PrefixesOf(subnet.Content, subnet.Id).First().Network.PrefixLength > SmallestSubnet)
        {
            throw NetworkErrors.Invalid($"Bastion host {write.Id} must use a subnet with the name {SubnetName} and a prefix of at least /{SmallestSubnet}; {subnet.Id} is not one.");
        }

        var addressId = properties.Text("publicIPAddress.id");
        PublicIPAddresses.CheckFree(addressId, $"{write.Id}/bastionHostIpConfigurations/{configuration["name"]}", write);
        if (write.World.Resources.Find(addressId) is { } address && !address.Content.Text("sku.name").Same("Standard"))
        {
            throw NetworkErrors.Invalid($"Bastion host {write.Id} needs a public IP address of sku Standard; {address.Id} has sku {address.Content.Text("sku.name")}.");
        }
    }
}
