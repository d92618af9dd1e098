using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Tests.Validation;

public sealed class DiskAndZoneTests
{
    private const string Set = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/r/providers/Microsoft.Compute/diskEncryptionSets/d";
    private const string Zone = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/r/providers/Microsoft.Network/privateDnsZones/privatelink.blob.core.windows.net";
    private const string Confidential = "securityProfile: {securityType: ConfidentialVM, uefiSettings: {secureBootEnabled: true, vTpmEnabled: true}}";

    [Fact]
    public void DataDisk_SecurityProfile_IsRead()
    {
        var disk = Read(Pool($"{Confidential}, dataDisks: [{{nameSuffix: d, diskSizeGB: 8, managedDisk: {{securityProfile: {{securityEncryptionType: DiskWithVMGuestState, diskEncryptionSet: {{id: {Set}}}}}}}}}]")).MachinePools[0].Machine.DataDisks[0];

        Assert.Equal(("DiskWithVMGuestState", Set), (disk.SecurityEncryptionType, disk.SecurityDiskEncryptionSetId));
    }

    [Theory]
    [InlineData("dataDisks: [{nameSuffix: d, diskSizeGB: 8, managedDisk: {securityProfile: {securityEncryptionType: VMGuestStateOnly}}}]", "securityEncryptionType")]
    [InlineData("dataDisks: [{nameSuffix: d, diskSizeGB: 8, managedDisk: {securityProfile: {securityEncryptionType: Nonsense}}}]", "securityEncryptionType")]
    public void DataDisk_SecurityThatCannotBe_IsRefusedAtItsPlace(string pool, string lastInPath)
    {
        var problem = Assert.Single(Reading.Read(Pool(pool)).Diagnostics);

        Assert.True(problem.Line > 0);
        Assert.EndsWith(lastInPath, problem.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void PrivateEndpoint_Zones_AreReadInNativeManifests()
    {
        var spec = Read(Manifest.Native(network: Endpoint($"privateDnsZones: [{Zone}]")));

        Assert.Equal([Zone], spec.Network.Subnets.SelectMany(static s => s.PrivateEndpoints).Single().DnsZoneIds);
        Assert.Null(Read(Manifest.Native(network: Endpoint(""))).Network.Subnets.SelectMany(static s => s.PrivateEndpoints).Single().DnsZoneIds);
        Assert.EndsWith("privateDnsZones", Assert.Single(Reading.Read(Manifest.Native(network: Endpoint($"privateDnsZones: [{Set}]"))).Diagnostics).Path, StringComparison.Ordinal);
    }

    [Fact]
    public void SecurityRule_ApplicationSecurityGroups_StandInForAddresses()
    {
        var rule = Read(Manifest.Native(network: Rule($"sourceApplicationSecurityGroups: [{Group}], destinationApplicationSecurityGroups: [{Group}]"))).Network.Subnets.SelectMany(static s => s.SecurityGroup?.Rules ?? []).Single(static r => r.Name == "r");

        Assert.Equal([Group], rule.SourceGroups);
        Assert.Equal([Group], rule.DestinationGroups);
        Assert.Null(Read(Manifest.Native(network: Rule("source: 10.0.0.0/8"))).Network.Subnets.SelectMany(static s => s.SecurityGroup?.Rules ?? []).Single(static r => r.Name == "r").SourceGroups);
    }

    [Theory]
    [InlineData("source: 10.0.0.0/8, sourceApplicationSecurityGroups: [" + Group + "]", "sourceApplicationSecurityGroups")]
    [InlineData("destination: 10.0.0.1, destinationApplicationSecurityGroups: [" + Group + "]", "destinationApplicationSecurityGroups")]
    [InlineData("sourceApplicationSecurityGroups: [web]", "sourceApplicationSecurityGroups")]
    public void SecurityRule_GroupsThatCannotBe_AreRefusedAtTheirPlace(string fields, string lastInPath)
    {
        var problem = Assert.Single(Reading.Read(Manifest.Native(network: Rule(fields))).Diagnostics);

        Assert.EndsWith(lastInPath, problem.Path, StringComparison.Ordinal);
        Assert.True(problem.Line > 0);
    }

    private const string Group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/r/providers/Microsoft.Network/applicationSecurityGroups/web";

    private static string Rule(string fields) =>
        $"subnets: [{{name: cp, role: control-plane}}, {{name: n, role: node, securityRules: [{{name: r, protocol: Tcp, priority: 500, {fields}}}]}}]";

    private static string Pool(string fields) => Manifest.Native(pool: fields);

    private static string Endpoint(string fields) =>
        $"subnets: [{{name: cp, role: control-plane}}, {{name: n, role: node, privateEndpoints: [{{name: e, privateLinkServiceConnections: [{{privateLinkServiceID: {Set}}}], {fields}}}]}}]";

    private static ClusterSpec Read(string manifest) => Reading.Cluster(Reading.Read(manifest));
}
