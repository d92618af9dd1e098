using System.Text.Json.Nodes;
using Orchestrator.Activities.Resources;
using Orchestrator.Activities.Resources.AgentPool;
using Orchestrator.Activities.Resources.ClusterExtension;
using Orchestrator.Activities.Resources.FleetMember;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.Resources;

/// <summary>What of an AKS cluster and its pools is compared, what is kept, and what is refused.</summary>
public sealed class ManagedClusterDefinitionTests
{
    private const string Running = """{"properties":{"provisioningState":"Succeeded","kubernetesVersion":"1.31.2","currentKubernetesVersion":"1.31.2"},"location":"westeurope"}""";

    [Theory]
    [InlineData("""{"count":4,"enableAutoScaling":true,"minCount":1,"maxCount":5}""", "enableAutoScaling: true, minCount: 1, maxCount: 5, count: 2", "")]
    [InlineData("""{"count":4,"enableAutoScaling":true,"minCount":1,"maxCount":5}""", "enableAutoScaling: true, minCount: 1, maxCount: 3, count: 2", "$.properties.maxCount 5→3, $.properties.count 4→3")]
    [InlineData("""{"count":4,"enableAutoScaling":true,"minCount":1,"maxCount":5}""", "count: 2", "")]
    [InlineData("""{"count":4}""", "count: 2", "$.properties.count 4→2")]
    [InlineData("""{"nodeLabels":{"a":"b","kubernetes.azure.com/x":"y","other":"z"}}""", "nodeLabels: {a: b}", "")]
    [InlineData("""{"nodeLabels":{"a":"b"}}""", "nodeLabels: {a: B}", "$.properties.nodeLabels.a b→B")]
    [InlineData("""{"nodeTaints":["kubernetes.azure.com/scalesetpriority=spot:NoSchedule","k=v:NoSchedule"]}""", "nodeTaints: [\"k=v:NoSchedule\"]", "")]
    [InlineData("""{"nodeTaints":["k=v:NoSchedule"]}""", "nodeTaints: [\"k=w:NoSchedule\"]", "$.properties.nodeTaints [\"k=v:NoSchedule\"]→[\"k=w:NoSchedule\"]")]
    [InlineData("""{"orchestratorVersion":"1.32.1","currentOrchestratorVersion":"1.32.1"}""", "", "")]
    [InlineData("""{"orchestratorVersion":"1.30.1","currentOrchestratorVersion":"1.30.1"}""", "", "$.properties.orchestratorVersion 1.30.1→1.31.2")]
    public void Pool_ComparedWithAzure_ChangesOnlyWhatIsOurs(string existing, string pool, string changes)
    {
        var body = Existing(existing);
        body["properties"]!["orchestratorVersion"] ??= "1.31.2";
        var desired = new AgentPoolDefinition().Desired(Pool(Spec(pool: pool)), body);

        Assert.Null(desired.Error);
        Assert.Equal(changes, Text(desired));
    }

    [Theory]
    [InlineData("nodeLabels: {a: b, gone: c}", "nodeLabels: {a: b}", """{"nodeLabels":{"a":"b","gone":"c","theirs":"d"}}""", "$.properties.nodeLabels.gone c→")]
    [InlineData("tags: {gone: c}", "", """{"tags":{"gone":"c","theirs":"d"}}""", "$.properties.tags.gone c→")]
    [InlineData("nodeTaints: [\"k=v:NoSchedule\"]", "", """{"nodeTaints":["k=v:NoSchedule","kubernetes.azure.com/a=b:NoSchedule"]}""", "$.properties.nodeTaints [\"k=v:NoSchedule\",\"kubernetes.azure.com/a=b:NoSchedule\"]→[\"kubernetes.azure.com/a=b:NoSchedule\"]")]
    [InlineData("enableAutoScaling: true, minCount: 1, maxCount: 3", "count: 2", """{"count":3,"enableAutoScaling":true,"minCount":1,"maxCount":3}""", "$.properties.count 3→2, $.properties.enableAutoScaling true→false, $.properties.minCount 1→, $.properties.maxCount 3→")]
    public void Pool_WhatAnEarlierSpecSaid_GoesWithIt(string before, string now, string existing, string changes)
    {
        var body = Existing(existing);
        body["properties"]!["orchestratorVersion"] = "1.31.2";
        var desired = new AgentPoolDefinition().Desired(Pool(Spec(pool: now)) with { PriorSpecs = [Spec(pool: before)] }, body);

        Assert.Equal(changes, Text(desired));
    }

    [Fact]
    public void Pool_OfAnotherSize_IsRefused()
    {
        var desired = new AgentPoolDefinition().Desired(Pool(Spec()), Existing("""{"vmSize":"Standard_D8s_v3"}"""));

        Assert.Equal(ErrorCatalog.ImmutableInAzure.Code, desired.Error!.Code);
    }

    [Fact]
    public void Cluster_New_HasItsPoolsInTheBodySortedByName()
    {
        var desired = new ManagedClusterDefinition().Desired(Cluster(Spec()), existing: null);

        Assert.Equal(["pool0"], desired.Body["properties"]!["agentPoolProfiles"]!.AsArray().Select(static p => (string?)p!["name"]));
        Assert.Equal("1.31.2", (string?)desired.Body["properties"]!["agentPoolProfiles"]![0]!["orchestratorVersion"]);
    }

    [Fact]
    public void Cluster_ThatExists_NeverSendsItsPools()
    {
        var existing = JsonNode.Parse(Running)!.AsObject();
        existing["properties"]!["agentPoolProfiles"] = JsonNode.Parse("""[{"name":"pool0","count":3}]""");

        var desired = new ManagedClusterDefinition().Desired(Cluster(Spec("enableRBAC: true")), existing);

        Assert.True(desired.NeedsPut);
        Assert.Null(desired.Body["properties"]!["agentPoolProfiles"]);
    }

    [Theory]
    [InlineData("enableRBAC: true", """{"enableRBAC":true,"fqdn":"f","networkProfile":{"podCidr":"10.244.0.0/16"}}""", "")]
    [InlineData("networkProfile: {loadBalancerProfile: {outboundIPs: {publicIPs: [{id: /a}]}}}", """{"networkProfile":{"loadBalancerProfile":{"managedOutboundIPs":{"count":1}}}}""", "$.properties.networkProfile.loadBalancerProfile.outboundIPs →{\"publicIPs\":[{\"id\":\"/a\"}]}, $.properties.networkProfile.loadBalancerProfile.managedOutboundIPs {\"count\":1}→")]
    [InlineData("windowsProfile: {adminUsername: a, adminPassword: b}", """{"windowsProfile":{"adminUsername":"a"}}""", "")]
    [InlineData("servicePrincipalProfile: {clientId: c, secret: s}", """{"servicePrincipalProfile":{"clientId":"c"}}""", "")]
    [InlineData("linuxProfile: {adminUsername: a, ssh: {publicKeys: []}}", """{"linuxProfile":{"adminUsername":"a","ssh":{"publicKeys":[{"keyData":"k"}]}}}""", "")]
    public void Cluster_ComparedWithAzure_ChangesOnlyWhatIsOurs(string properties, string existing, string changes)
    {
        var body = JsonNode.Parse(Running)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(existing)!.AsObject())
        {
            body["properties"]![name] = value?.DeepClone();
        }

        Assert.Equal(changes, Text(new ManagedClusterDefinition().Desired(Cluster(Spec(properties)), WithBasics(body))));
    }

    [Fact]
    public async Task Cluster_WithAnEmptyKey_IsMadeWithOneThatNobodyKnows()
    {
        var (definition, context) = (new ManagedClusterDefinition(), Cluster(Spec("linuxProfile: {adminUsername: a, ssh: {publicKeys: []}}")));

        var body = await definition.CompleteAsync(context, definition.Desired(context, existing: null), default);

        Assert.StartsWith("ssh-rsa ", (string?)body["properties"]!["linuxProfile"]!["ssh"]!["publicKeys"]![0]!["keyData"], StringComparison.Ordinal);
    }

    [Fact]
    public void Cluster_ToBeAdoptedAndNotThere_IsAnErrorNotACreation() =>
        Assert.Equal(ErrorCatalog.AzureNotFound.Code, new ManagedClusterDefinition().Desired(Cluster(Spec(spec: "adopt: true")), existing: null).Error!.Code);

    [Fact]
    public void Headers_OfClusterAndPool_GoWithTheirWrites()
    {
        var spec = Spec(spec: "headers: {X-A: b}", pool: "headers: {X-C: d}");

        Assert.Equal("b", new ManagedClusterDefinition().Headers(Cluster(spec))!["X-A"]);
        Assert.Equal("d", new AgentPoolDefinition().Headers(Pool(spec))!["X-C"]);
    }

    [Fact]
    public void Parts_AreRenderedAsTheyAreWritten()
    {
        var extension = new ManagedClusterPartSpec(StepKinds.ClusterExtension, "/x/extensions/e", new JsonObject { ["properties"] = new JsonObject { ["extensionType"] = "t" } });
        var member = new ManagedClusterPartSpec(StepKinds.FleetMember, "/f/members/m", new JsonObject { ["properties"] = new JsonObject { ["clusterResourceId"] = "/c" } });
        var spec = Spec();
        spec = spec with { ManagedCluster = spec.ManagedCluster! with { Parts = [extension, member] } };

        Assert.Equal("t", (string?)new ClusterExtensionDefinition().Render(Context(spec, extension.Kind, extension.Id))["properties"]!["extensionType"]);
        Assert.Equal("/c", (string?)new FleetMemberDefinition().Render(Context(spec, member.Kind, member.Id))["properties"]!["clusterResourceId"]);
    }

    private static JsonObject WithBasics(JsonObject body)
    {
        body["properties"]!["dnsPrefix"] = "c1";
        body["identity"] = new JsonObject { ["type"] = "SystemAssigned", ["principalId"] = "p" };
        body["tags"] = new JsonObject { [ClusterTags.Ownership(Spec())] = "owned", ["Name"] = "c1", [ClusterTags.Role] = ClusterTags.CommonRole };
        return body;
    }

    private static JsonObject Existing(string properties)
    {
        var all = JsonNode.Parse("""{"mode":"System","vmSize":"Standard_D2s_v3","type":"VirtualMachineScaleSets","provisioningState":"Succeeded"}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(properties)!.AsObject())
        {
            all[name] = value?.DeepClone();
        }

        return new JsonObject { ["properties"] = all };
    }

    private static string Text(DesiredState desired) => string.Join(", ", desired.Changes.Select(static c => $"{c.Path} {c.Before}→{c.After}"));

    private static ResourceContext Cluster(ClusterSpec spec) => Context(spec, StepKinds.ManagedCluster, ManagedClusterIds.Cluster(spec));

    private static ResourceContext Pool(ClusterSpec spec) => Context(spec, StepKinds.AgentPool, ManagedClusterIds.Pool(spec, "pool0"));

    private static ResourceContext Context(ClusterSpec spec, string kind, string id)
    {
        var name = id[(id.LastIndexOf('/') + 1)..];
        return new ResourceContext { Spec = spec, OperationId = "test", Step = new GraphStep { Key = $"{kind}/{name}", Kind = kind, Name = name, Verb = StepVerb.Ensure, ResourceId = id } };
    }

    private static ClusterSpec Spec(string properties = "", string pool = "", string spec = "") => Specs.Read($$"""
        apiVersion: orchestrator/v1alpha1
        kind: ManagedCluster
        metadata: {name: c1}
        spec:
          subscription: 00000000-0000-0000-0000-000000000000
          location: westeurope
          kubernetesVersion: v1.31.2
          properties: { {{properties}} }
          pools:
          - {name: pool0, mode: System, vmSize: Standard_D2s_v3, {{pool}} }
          {{spec}}
        """);
}
