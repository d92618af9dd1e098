using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Tests;

/// <summary>Every option of a machine: what CAPZ's documents and our own say, and what the spec then holds; and what cannot be.</summary>
public sealed class MachineOptionsTests
{
    private const string Encryption = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/diskEncryptionSets/d";
    private const string Reservation = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/capacityReservationGroups/g";
    private const string ScaleSet = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/virtualMachineScaleSets/flex";
    private const string Owner = "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635";

    /// <summary>What is written, a path in the machine, and the value there as JSON.</summary>
    public static TheoryData<string, string, string> OfEveryMachine => new()
    {
        { "securityProfile: {encryptionAtHost: true}", "security", """{"encryptionAtHost":true}""" },
        { "securityProfile: {securityType: TrustedLaunch, uefiSettings: {secureBootEnabled: true, vTpmEnabled: false}}", "security", """{"securityType":"TrustedLaunch","secureBoot":true,"vTpm":false}""" },
        { "vmExtensions: [{name: e, publisher: p, version: '1.2', settings: {a: b}}]", "extensions", """[{"name":"e","publisher":"p","version":"1.2","settings":{"a":"b"}}]""" },
        { "additionalCapabilities: {ultraSSDEnabled: true}", "ultraSsd", "true" },
        { "dnsServers: [10.0.0.4]", "dnsServers", """["10.0.0.4"]""" },
        { $"capacityReservationGroupID: {Reservation}", "capacityReservationGroupId", $"\"{Reservation}\"" },
        { "diagnostics: {boot: {storageAccountType: Disabled}}", "bootDiagnostics", """{"type":"Disabled"}""" },
        { "diagnostics: {boot: {storageAccountType: UserManaged, userManaged: {storageAccountURI: 'https://a.blob.core.windows.net'}}}", "bootDiagnostics", """{"type":"UserManaged","storageUri":"https://a.blob.core.windows.net"}""" },
        { "disableVMBootstrapExtension: false", "bootstrapExtension", "true" },
        { "disableVMBootstrapExtension: true", "bootstrapExtension", "false" },
        { "disableExtensionOperations: true", "disableExtensionOperations", "true" },
    };

    public static TheoryData<string, string, string> OfCapzMachines => new()
    {
        { "networkInterfaces: [{privateIPConfigs: 30, acceleratedNetworking: false}]", "privateIPConfigs", "30" },
        { "networkInterfaces: [{}, {acceleratedNetworking: true, privateIPConfigs: 2}]", "secondaryInterfaces", """[{"acceleratedNetworking":true,"privateIPConfigs":2}]""" },
        { "osDisk: {osType: Linux, cachingType: ReadOnly, diffDiskSettings: {option: Local, placement: NvmeDisk}}", "osDisk.ephemeralPlacement", "\"NvmeDisk\"" },
        { $"osDisk: {{osType: Linux, managedDisk: {{diskEncryptionSet: {{id: {Encryption}}}}}}}", "osDisk.diskEncryptionSetId", $"\"{Encryption}\"" },
        { $"dataDisks: [{{nameSuffix: d, diskSizeGB: 8, managedDisk: {{diskEncryptionSet: {{id: {Encryption}}}}}}}]", "dataDisks[0].diskEncryptionSetId", $"\"{Encryption}\"" },
        { "dataDisks: [{nameSuffix: d, diskSizeGB: 8, managedDisk: {storageAccountType: UltraSSD_LRS}}]", "dataDisks[0].cachingType", "\"None\"" },
        {
            "securityProfile: {securityType: ConfidentialVM, uefiSettings: {secureBootEnabled: true, vTpmEnabled: true}}, " +
            $"osDisk: {{osType: Linux, managedDisk: {{securityProfile: {{securityEncryptionType: DiskWithVMGuestState, diskEncryptionSet: {{id: {Encryption}}}}}}}}}",
            "osDisk", $$"""{"osType":"Linux","cachingType":"None","ephemeral":false,"securityEncryptionType":"DiskWithVMGuestState","securityDiskEncryptionSetId":"{{Encryption}}"}"""
        },
        { "image: {computeGallery: {gallery: g, name: n, version: v, plan: {publisher: p, offer: o, sku: s}}}", "image.gallery.plan", """{"publisher":"p","offer":"o","sku":"s"}""" },
        { "image: {sharedGallery: {gallery: g, name: n, version: v, subscriptionID: s, resourceGroup: r, publisher: p, offer: o, sku: k}}", "image.gallery.plan", """{"publisher":"p","offer":"o","sku":"k"}""" },
        { "image: {id: /SharedGalleries/g/Images/n/Versions/v}", "image.id", "\"/SharedGalleries/g/Images/n/Versions/v\"" },
    };

    [Theory]
    [MemberData(nameof(OfEveryMachine))]
    [MemberData(nameof(OfCapzMachines))]
    public void MachineTemplate_Option_IsInTheSpec(string option, string path, string expected) =>
        Holds(Reading.Cluster(Reading.Read(Capz(option, inPool: false))).ControlPlane.Machine, path, expected);

    [Theory]
    [MemberData(nameof(OfEveryMachine))]
    [MemberData(nameof(OfCapzMachines))]
    public void AzureMachinePool_Option_IsInTheSpec(string option, string path, string expected) =>
        Holds(Reading.Cluster(Reading.Read(Capz(option, inPool: true))).MachinePools[0].Machine, path, expected);

    [Theory]
    [MemberData(nameof(OfEveryMachine))]
    public void NativeControlPlaneAndPool_Option_IsInTheSpec(string option, string path, string expected)
    {
        Holds(Reading.Cluster(Reading.Read(Manifest.Native(controlPlane: option))).ControlPlane.Machine, path, expected);
        Holds(Reading.Cluster(Reading.Read(Manifest.Native(pool: option))).MachinePools[0].Machine, path, expected);
    }

    [Theory]
    [InlineData("failureDomain: '2'", "failureDomain", "\"2\"")]
    [InlineData("enableIPForwarding: true", "ipForwarding", "true")]
    [InlineData($"virtualMachineScaleSetID: {ScaleSet}", "virtualMachineScaleSetId", $"\"{ScaleSet}\"")]
    [InlineData("identity: SystemAssigned, systemAssignedIdentityRole: {scope: /subscriptions/s/}", "systemAssignedRole",
        """{"definitionId":"/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c","scope":"/subscriptions/s"}""")]
    [InlineData($"identity: SystemAssigned, systemAssignedIdentityRole: {{definitionID: {Owner}}}", "systemAssignedRole",
        $$"""{"definitionId":"{{Owner}}","scope":"/subscriptions/00000000-0000-0000-0000-000000000000"}""")]
    public void MachineTemplate_OptionOfControlPlanes_IsInTheSpec(string option, string path, string expected) =>
        Holds(Reading.Cluster(Reading.Read(Manifest.Capz(machine: option))).ControlPlane.Machine, path, expected);

    [Theory]
    [InlineData("", "terminateNotificationTimeout: 7", "machine.terminateNotificationMinutes", "7")]
    [InlineData("orchestrationMode: Flexible", "", "orchestrationMode", "\"Flexible\"")]
    [InlineData("platformFaultDomainCount: 2", "", "platformFaultDomainCount", "2")]
    [InlineData("identity: SystemAssigned, systemAssignedIdentityRole: {name: 00000000-0000-0000-0000-00000000000a}", "", "machine.systemAssignedRole.name", "\"00000000-0000-0000-0000-00000000000a\"")]
    public void AzureMachinePool_OptionOfPools_IsInTheSpec(string pool, string machine, string path, string expected) =>
        Holds(Reading.Cluster(Reading.Read(Manifest.Capz(azurePool: pool, poolMachine: machine))).MachinePools[0], path, expected);

    [Fact]
    public void ZoneBalance_OverOneZone_IsDropped()
    {
        Assert.Null(Reading.Cluster(Reading.Read(Manifest.Capz(azurePool: "zoneBalance: true", pool: "failureDomains: ['1']"))).MachinePools[0].ZoneBalance);
        Assert.True(Reading.Cluster(Reading.Read(Manifest.Capz(azurePool: "zoneBalance: true", pool: "failureDomains: ['1', '2']"))).MachinePools[0].ZoneBalance);
    }

    [Theory]
    [InlineData("ephemeralOSDisk: true", "machine.osDisk.ephemeral", "true")]
    [InlineData("ephemeralOSDisk: true", "machine.osDisk.cachingType", "\"ReadOnly\"")]
    [InlineData("dataDisks: [{nameSuffix: d, diskSizeGB: 8}]", "machine.dataDisks[0].diskSizeGB", "8")]
    [InlineData("identity: SystemAssigned", "machine.identity", "\"SystemAssigned\"")]
    [InlineData("orchestrationMode: Flexible", "orchestrationMode", "\"Flexible\"")]
    [InlineData("acceleratedNetworking: false", "machine.acceleratedNetworking", "false")]
    public void NativePool_Option_IsInTheSpec(string option, string path, string expected) =>
        Holds(Reading.Cluster(Reading.Read(Manifest.Native(pool: option))).MachinePools[0], path, expected);

    [Fact]
    public void ProtectedSettings_OfAnExtension_AreASecretOfTheClusterAndNotInTheSpec()
    {
        var result = Reading.Read(Manifest.Capz(machine: "vmExtensions: [{name: e, publisher: p, version: '1.2', protectedSettings: {key: hush}}]"));

        var spec = Reading.Cluster(result);
        Assert.DoesNotContain("hush", JsonSerializer.Serialize(spec, ContractJson.Options), StringComparison.Ordinal);
        var secret = Assert.Single(result.Secrets);
        var hash = Assert.Single(spec.ControlPlane.Machine.Extensions).ProtectedSettingsHash!;
        Assert.Equal(("default", "c1", """{"key":"hush"}"""), (secret.Namespace, secret.Name, secret.Data[VmExtensionSpec.SecretName(hash)]));
    }

    [Theory]
    [InlineData("securityProfile: {uefiSettings: {vTpmEnabled: true}}", "without 'securityType'")]
    [InlineData("osDisk: {osType: Linux, managedDisk: {securityProfile: {securityEncryptionType: VMGuestStateOnly}}}", "for confidential machines")]
    [InlineData("securityProfile: {securityType: ConfidentialVM, uefiSettings: {vTpmEnabled: true}}, osDisk: {osType: Linux, managedDisk: {securityProfile: {securityEncryptionType: DiskWithVMGuestState}}}", "needs secure boot")]
    [InlineData($"osDisk: {{osType: Linux, managedDisk: {{securityProfile: {{diskEncryptionSet: {{id: {Encryption}}}}}}}}}", "needs 'securityEncryptionType'")]
    [InlineData("osDisk: {osType: Linux, managedDisk: {storageAccountType: UltraSSD_LRS}}", "cannot hold the operating system")]
    [InlineData("osDisk: {osType: Linux, managedDisk: {diskEncryptionSet: {id: x}}}", "'diskEncryptionSet' cannot be \"x\"")]
    [InlineData($"osDisk: {{osType: Linux, cachingType: ReadOnly, diffDiskSettings: {{option: Local}}, managedDisk: {{diskEncryptionSet: {{id: {Encryption}}}}}}}", "takes no disk encryption set")]
    [InlineData("dataDisks: [{nameSuffix: d, diskSizeGB: 8, cachingType: ReadOnly, managedDisk: {storageAccountType: UltraSSD_LRS}}]", "ultra disk has the caching type")]
    [InlineData("dataDisks: [{nameSuffix: d, diskSizeGB: 8, managedDisk: {storageAccountType: UltraSSD_LRS}}], additionalCapabilities: {ultraSSDEnabled: false}", "forbids ultra disks")]
    [InlineData("diagnostics: {boot: {storageAccountType: UserManaged}}", "need its blob endpoint")]
    [InlineData("diagnostics: {boot: {userManaged: {storageAccountURI: 'https://a'}}}", "take no storage account")]
    [InlineData("diagnostics: {boot: {storageAccountType: UserManaged, userManaged: {storageAccountURI: 'http://a'}}}", "need its blob endpoint")]
    [InlineData("vmExtensions: [{name: e, publisher: p, version: latest}]", "'version' cannot be \"latest\"")]
    [InlineData("vmExtensions: [{name: e, publisher: p, version: '1.0'}, {name: E, publisher: p, version: '1.0'}]", "Two extensions are named")]
    [InlineData("vmExtensions: [{name: e, publisher: p, version: '1.0'}], disableExtensionOperations: true", "asked for and forbidden")]
    [InlineData("dnsServers: [dns.example.com]", "is not an IP address")]
    [InlineData("capacityReservationGroupID: /x", "'capacityReservationGroupID' cannot be \"/x\"")]
    [InlineData("networkInterfaces: [{privateIPConfigs: 0}]", "'privateIPConfigs' cannot be 0")]
    [InlineData("networkInterfaces: [{}, {subnetName: nowhere}]", "no subnet 'nowhere'")]
    [InlineData("failureDomain: '4'", "is not an availability zone")]
    [InlineData("virtualMachineScaleSetID: /x", "'virtualMachineScaleSetID' cannot be \"/x\"")]
    [InlineData("systemAssignedIdentityRole: {scope: /subscriptions/s}", "the identity is None")]
    [InlineData("identity: SystemAssigned, systemAssignedIdentityRole: {scope: here}", "'scope' cannot be \"here\"")]
    [InlineData("identity: SystemAssigned, systemAssignedIdentityRole: {definitionID: Owner}", "'definitionID' cannot be \"Owner\"")]
    [InlineData("identity: SystemAssigned, systemAssignedIdentityRole: {name: 00000000-0000-0000-0000-00000000000a}", "cannot name a role assignment")]
    public void Machine_ThatCannotBe_IsRefused(string machine, string message)
    {
        var diagnostics = Reading.Read(Capz(machine, inPool: false)).Diagnostics;

        Assert.Contains(diagnostics, d => d.Message.Contains(message, StringComparison.Ordinal) && d.Line > 0);
        Assert.All(diagnostics, static d => Assert.True(d.Code is "ORC0106" or "ORC0107", Reading.Show(d)));
    }

    [Theory]
    [InlineData("terminateNotificationTimeout: 4", "", "'terminateNotificationTimeout' cannot be 4")]
    [InlineData("", "platformFaultDomainCount: 6", "'platformFaultDomainCount' cannot be 6")]
    [InlineData("", "orchestrationMode: Both", "not one of its values")]
    [InlineData("", "identity: SystemAssigned, roleAssignmentName: x", "'roleAssignmentName' cannot be \"x\"")]
    public void Pool_ThatCannotBe_IsRefused(string machine, string pool, string message) => Assert.Contains(
        Reading.Read(Manifest.Capz(poolMachine: machine, azurePool: pool)).Diagnostics, d => d.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void OrchestrationMode_OfAPoolThatExists_CannotChange()
    {
        var before = Reading.Cluster(Reading.Read(Manifest.Capz()));
        var after = Reading.Cluster(Reading.Read(Manifest.Capz(azurePool: "orchestrationMode: Flexible")));

        Assert.Equal("ORC0112", Assert.Single(Orchestrator.Manifests.Validation.ClusterTransitions.Validate(before, after)).Code);
    }

    /// <summary>An option for a field that the base manifest has takes its place.</summary>
    private static string Capz(string option, bool inPool)
    {
        var text = inPool ? Manifest.Capz(poolMachine: option) : Manifest.Capz(machine: option);
        return option.Contains("osDisk:", StringComparison.Ordinal) ? text.Replace($"osDisk: {{osType: Linux}}, {option}", option, StringComparison.Ordinal) : text;
    }

    private static void Holds<T>(T value, string path, string expected)
    {
        var node = JsonSerializer.SerializeToNode(value, ContractJson.Options);
        foreach (var part in path.Replace("]", "", StringComparison.Ordinal).Split('.', '['))
        {
            node = int.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out var index) ? node?[index] : node?[part];
        }

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), node), $"{path} is {node?.ToJsonString() ?? "absent"}.");
    }
}
