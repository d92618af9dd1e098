using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;
using static Orchestrator.Manifests.Tests.ManagedClusters.AksReading;

namespace Orchestrator.Manifests.Tests.ManagedClusters;

/// <summary>What AKS clusters in the resources of Azure Service Operator come to.</summary>
public sealed class OperatorReadingTests
{
    private const string Operator = """
        apiVersion: cluster.x-k8s.io/v1beta1
        kind: Cluster
        metadata: {name: c1}
        spec:
          controlPlaneRef: {apiVersion: infrastructure.cluster.x-k8s.io/v1beta1, kind: AzureASOManagedControlPlane, name: c1}
          infrastructureRef: {apiVersion: infrastructure.cluster.x-k8s.io/v1beta1, kind: AzureASOManagedCluster, name: c1}
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureASOManagedControlPlane
        metadata: {name: c1}
        spec:
          version: v1.31.2
          resources:
          - apiVersion: containerservice.azure.com/v1api20240901
            kind: ManagedCluster
            metadata: {name: c1, annotations: {serviceoperator.azure.com/credential-from: aso}}
            spec:
              azureName: real
              owner: {name: c1}
              location: westeurope
              tags: {a: b}
              diskEncryptionSetReference: {armId: /des}
              identity: {type: UserAssigned, userAssignedIdentities: [{reference: {armId: /subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a}}]}
              networkProfile: {loadBalancerProfile: {outboundIPs: {publicIPs: [{reference: {armId: /ip}}]}}}
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureASOManagedCluster
        metadata: {name: c1}
        spec:
          resources:
          - {apiVersion: resources.azure.com/v1api20200601, kind: ResourceGroup, metadata: {name: c1}, spec: {azureName: group, location: westeurope}}
        ---
        apiVersion: cluster.x-k8s.io/v1beta1
        kind: MachinePool
        metadata: {name: mp}
        spec: {clusterName: c1, replicas: 2, template: {spec: {clusterName: c1, version: v1.31.2, bootstrap: {dataSecretName: ""}, infrastructureRef: {kind: AzureASOManagedMachinePool, name: mp}}}}
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureASOManagedMachinePool
        metadata: {name: mp}
        spec:
          resources:
          - apiVersion: containerservice.azure.com/v1api20240901
            kind: ManagedClustersAgentPool
            metadata: {name: mp}
            spec: {azureName: pool0, owner: {name: c1}, mode: System, vmSize: Standard_D2s_v3, vnetSubnetReference: {armId: /net/subnets/nodes}}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: aso}
        stringData: {AZURE_SUBSCRIPTION_ID: 00000000-0000-0000-0000-000000000000, AZURE_TENANT_ID: t, AZURE_CLIENT_ID: c, AZURE_CLIENT_SECRET: s}
        """;

    [Fact]
    public void Operator_ReferencesAndSecret_BecomeArmsIdsAndTheIdentity()
    {
        var result = Reading.Read(Operator);
        var spec = Reading.Cluster(result);
        var cluster = spec.ManagedCluster!;

        Assert.Equal(("real", "group", "00000000-0000-0000-0000-000000000000", IdentityType.ServicePrincipal), (cluster.Name, spec.ResourceGroup, spec.SubscriptionId, spec.Identity.Type));
        Assert.Equal("s", result.Secrets.Single().Data["clientSecret"]);
        Assert.Equal(("/des", "/ip", "b"), ((string?)cluster.Body["properties"]!["diskEncryptionSetID"], (string?)cluster.Body["properties"]!["networkProfile"]!["loadBalancerProfile"]!["outboundIPs"]!["publicIPs"]![0]!["id"], (string?)cluster.Body["tags"]!["a"]));
        Assert.EndsWith("/a", ((JsonObject)cluster.Body["identity"]!["userAssignedIdentities"]!).Single().Key, StringComparison.Ordinal);
        Assert.Equal(("pool0", 2, "/net/subnets/nodes"), (cluster.Pools[0].Name, cluster.Pools[0].Count, (string?)cluster.Pools[0].Properties["vnetSubnetID"]));
    }

    [Fact]
    public void Operator_FleetsMemberAndExtension_ArePartsOfTheCluster()
    {
        const string fleet = "/subscriptions/s/resourceGroups/r/providers/Microsoft.ContainerService/fleets/f";
        var parts = Cluster(WithResources($$"""
            - apiVersion: containerservice.azure.com/v1api20240401
              kind: FleetsMember
              metadata: {name: member}
              spec: {owner: {armId: {{fleet}} }, group: blue, clusterResourceReference: {group: containerservice.azure.com, kind: ManagedCluster, name: c1} }
            - apiVersion: kubernetesconfiguration.azure.com/v1api20230501
              kind: Extension
              metadata: {name: flux}
              spec: {owner: {group: containerservice.azure.com, kind: ManagedCluster, name: c1}, extensionType: microsoft.flux, plan: {name: a, product: b, publisher: c} }
            """)).ManagedCluster!.Parts;

        Assert.Equal($"{fleet}/members/member", parts[0].Id);
        Assert.Equal("blue", (string?)parts[0].Body["properties"]!["group"]);
        AssertJson("""{"properties":{"extensionType":"microsoft.flux"},"plan":{"name":"a","product":"b","publisher":"c"}}""", parts[1].Body);
    }

    [Theory]
    [InlineData("containerservice.azure.com/v1api20240401", "FleetsMember", "{owner: {name: f}}", "does not say its fleet by ARM id")]
    [InlineData("kubernetesconfiguration.azure.com/v1api20230501", "Extension", "{owner: {name: c1}, extensionTyp: t}", "'extensionTyp' is not known")]
    [InlineData("containerservice.azure.com/v1api20240401", "TrustedAccessRoleBinding", "{}", "TrustedAccessRoleBinding is not supported yet")]
    public void Operator_ResourceThatMakesNoSense_IsRefusedAtItsLine(string apiVersion, string kind, string spec, string message)
    {
        var problems = Reading.Read(WithResources($"- {{apiVersion: {apiVersion}, kind: {kind}, metadata: {{name: x}}, spec: {spec}}}")).Diagnostics;

        Assert.Contains(problems, d => d.Line > 0 && d.Message.Contains(message, StringComparison.Ordinal));
    }

    /// <summary>The operator's cluster with further resources beside its control plane.</summary>
    private static string WithResources(string resources)
    {
        const string end = "publicIPs: [{reference: {armId: /ip}}]}}}\n";
        Assert.Contains(end, Operator, StringComparison.Ordinal);
        return Operator.Replace(end, $"{end}{string.Join('\n', resources.Split('\n').Select(static line => $"  {line}"))}\n", StringComparison.Ordinal);
    }
}
