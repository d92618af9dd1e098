using static Orchestrator.Manifests.Tests.ManagedClusters.AksReading;

namespace Orchestrator.Manifests.Tests.ManagedClusters;

/// <summary>What AKS clusters in the Orchestrator's own kind come to: they speak ARM's words.</summary>
public sealed class NativeReadingTests
{
    [Fact]
    public void Native_FleetMemberAndExtensions_AreInArmsWords()
    {
        const string fleet = "/subscriptions/s/resourceGroups/r/providers/Microsoft.ContainerService/fleets/f";
        var parts = Cluster(AksManifest.Native(spec: $$"""
            fleetMember: {fleet: {{fleet}}, group: blue}
              extensions:
              - {name: flux, extensionType: microsoft.flux, autoUpgradeMinorVersion: false, version: 1.2.0, scope: {cluster: {releaseNamespace: flux-system} }, identity: {type: SystemAssigned} }
            """)).ManagedCluster!.Parts;

        Assert.Equal($"{fleet}/members/c1", parts[0].Id);
        AssertJson("""{"properties":{"clusterResourceId":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/c1/providers/Microsoft.ContainerService/managedClusters/c1","group":"blue"}}""", parts[0].Body);
        AssertJson(
            """{"identity":{"type":"SystemAssigned"},"properties":{"extensionType":"microsoft.flux","autoUpgradeMinorVersion":false,"version":"1.2.0","scope":{"cluster":{"releaseNamespace":"flux-system"}}}}""",
            parts[1].Body);
    }

    [Theory]
    [InlineData("fleetMember: {fleet: f}", "'fleet' is \"f\"")]
    [InlineData("fleetMember: {name: a}", "'fleet' is missing")]
    [InlineData("extensions: [{name: e}]", "'extensionType' is missing")]
    [InlineData("extensions: [{name: e, extensionType: t, releaseTrein: Stable}]", "'releaseTrein' is not known")]
    [InlineData("extensions: [{name: e, extensionType: t, version: 1.0.0}]", "'autoUpgradeMinorVersion' is true")]
    [InlineData("extensions: [{name: e, extensionType: t, scope: {cluster: {releaseNamespace: a}, namespace: {targetNamespace: b}}}]", "both 'cluster' and 'namespace'")]
    [InlineData("extensions: [{name: e, extensionType: t, configurationProtectedSettings: {a: b}}]", "'configurationProtectedSettings' is not supported")]
    [InlineData("backup: {}", "'backup' is of clusters whose etcd is ours")]
    [InlineData("roles: []", "'roles' are given to identities of machines of ours")]
    public void Native_PartThatMakesNoSense_IsRefusedAtItsLine(string spec, string message)
    {
        var problems = Reading.Read(AksManifest.Native(spec: spec)).Diagnostics;

        Assert.Contains(problems, d => d.Line > 0 && d.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Native_AnyFieldOfArm_IsTakenAndAnyOtherNamedWithItsLine()
    {
        var good = Cluster(AksManifest.Native("ingressProfile: {webAppRouting: {enabled: true}}, metricsProfile: {costAnalysis: {enabled: true}}", pool: "gpuInstanceProfile: MIG1g"));
        var bad = Reading.Read(AksManifest.Native("networkProfil: {}, powerState: {code: Running}, enableRBAC: maybe", pool: "vmSise: x, count: many")).Diagnostics;

        Assert.Equal("true", good.ManagedCluster!.Body["properties"]!["ingressProfile"]!["webAppRouting"]!["enabled"]!.ToString());
        Assert.All(bad, static d => Assert.True(d.Line > 0));
        Assert.Equal(["ORC0103", "ORC0103", "ORC0104", "ORC0104", "ORC0106"], bad.Select(static d => d.Code).Order(StringComparer.Ordinal));
        Assert.Contains(bad, static d => d.Action.Contains("'networkProfile'", StringComparison.Ordinal));
        Assert.Contains(bad, static d => d.Message.Contains("'powerState' is written by Azure alone", StringComparison.Ordinal));
    }

    [Fact]
    public void Native_AnObjectWithoutWhatAzureNeedsOfIt_IsRefused()
    {
        var problems = Reading.Read(AksManifest.Native("linuxProfile: {ssh: {publicKeys: [{keyData: k}]}}")).Diagnostics;

        Assert.Equal(["The required field 'adminUsername' is missing."], problems.Select(static d => d.Message));
    }
}
