using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Tests.ManagedClusters;

/// <summary>Clusters that their class describes, with patches.</summary>
public sealed class ClusterClassTests
{
    private const string Add = "op: add, path: /spec/template/spec/";

    [Theory]
    [InlineData("value: westeurope")]
    [InlineData("valueFrom: {variable: region}")]
    [InlineData("valueFrom: {variable: place.region}")]
    [InlineData("valueFrom: {template: '{{ upper .place.region | lower }}'}")]
    [InlineData("valueFrom: {template: '{{ if eq .builtin.cluster.namespace \"default\" }}westeurope{{ else }}northeurope{{ end }}'}")]
    [InlineData("valueFrom: {template: '{{ default \"westeurope\" .other }}'}")]
    public void Patch_HoweverItsValueIsSaid_IsApplied(string value) =>
        Assert.Equal("westeurope", Cluster($"{{{Add}location, {value}}}").Location);

    [Fact]
    public void Patch_ByATemplateOfManyLines_IsAnObject()
    {
        var cluster = Cluster("""
            {op: add, path: /spec/template/spec/location, value: westeurope}
                  - op: add
                    path: /spec/template/spec/additionalTags
                    valueFrom:
                      template: |
                        {{- range $i, $zone := .zones }}
                        zone{{ $i }}: {{ $zone | quote }}
                        {{- end }}
                        version: {{ trimPrefix "v" .builtin.controlPlane.version | quote }}
            """);

        Assert.Equal(["version=1.31.2", "zone0=1", "zone1=2"], cluster.AdditionalTags.Select(static t => $"{t.Key}={t.Value}"));
    }

    [Theory]
    [InlineData("'{{ .tagged }}'", true)]
    [InlineData("'{{ not .tagged }}'", false)]
    [InlineData("'{{ semverCompare \">= v1.30.0\" .builtin.controlPlane.version }}'", true)]
    [InlineData("'{{ if .other }}true{{ end }}'", false)]
    public void Patch_EnabledIf_CountsWhereItSaysTrue(string condition, bool counts) =>
        Assert.Equal(counts, Cluster($"{{{Add}location, value: westeurope}}", $"enabledIf: {condition}, definitions: [{{selector: {{kind: AzureManagedControlPlaneTemplate, matchResources: {{controlPlane: true}}}}, jsonPatches: [{{{Add}additionalTags, value: {{a: b}}}}]}}]").AdditionalTags.Count == 1);

    [Fact]
    public void PoolPatch_SeesItsPool()
    {
        var cluster = Cluster(
            $"{{{Add}location, value: westeurope}}",
            "definitions: [{selector: {kind: AzureManagedMachinePoolTemplate, matchResources: {machinePoolClass: {names: [system]}}}, jsonPatches: [{op: add, path: /spec/template/spec/nodeLabels, "
            + "valueFrom: {template: 'pool: \"{{ .builtin.machinePool.topologyName }}-{{ .builtin.machinePool.class }}-{{ .builtin.machinePool.replicas }}\"'}}]}]");

        Assert.Equal("mp-system-2", (string?)cluster.ManagedCluster!.Pools[0].Properties["nodeLabels"]!["pool"]);
    }

    [Theory]
    [InlineData("{op: add, path: /spec/template/spec/location, valueFrom: {template: '{{ now }}'}}", "The template \"{{ now }}\" cannot be carried out: the function 'now' is not supported.")]
    [InlineData("{op: add, path: /spec/template/spec/location, valueFrom: {template: '{{ .other }}'}}", "'.other' has no value")]
    [InlineData("{op: add, path: /spec/template/spec/location, valueFrom: {variable: other}}", "The variable 'other' has no value.")]
    [InlineData("{op: move, path: /spec/template/spec/location}", "op of add, replace or remove")]
    public void Patch_ThatCannotBe_IsRefusedAtItsLine(string patch, string message)
    {
        var problems = Reading.Read(Manifest(patch, "definitions: []", "")).Diagnostics;

        Assert.Contains(problems, d => d.Line > 0 && d.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("- {name: regoin, value: a}", "The class has no variable 'regoin'.")]
    [InlineData("", "The class needs the variable 'region'.")]
    public void Variables_ThatTheClassDoesNotHaveOrNeeds_AreNamed(string variables, string message) =>
        Assert.Contains(Reading.Read(Manifest($"{{{Add}location, value: westeurope}}", "definitions: []", variables, keep: false)).Diagnostics, d => d.Line > 0 && d.Message == message);

    private static ClusterSpec Cluster(string patch, string second = "definitions: []") => Reading.Cluster(Reading.Read(Manifest(patch, second, "")));

    private static string Manifest(string patch, string second, string more, bool keep = true) => """
        apiVersion: cluster.x-k8s.io/v1beta1
        kind: ClusterClass
        metadata: {name: class}
        spec:
          controlPlane: {ref: {apiVersion: infrastructure.cluster.x-k8s.io/v1beta1, kind: AzureManagedControlPlaneTemplate, name: cp}}
          infrastructure: {ref: {apiVersion: infrastructure.cluster.x-k8s.io/v1beta1, kind: AzureManagedClusterTemplate, name: infra}}
          workers:
            machinePools:
            - {class: system, template: {bootstrap: {ref: {kind: KubeadmConfigTemplate, name: none}}, infrastructure: {ref: {kind: AzureManagedMachinePoolTemplate, name: pool}}}}
          variables:
          - {name: region, required: true, schema: {openAPIV3Schema: {type: string}}}
          - {name: place, schema: {openAPIV3Schema: {type: object, default: {region: westeurope}}}}
          - {name: zones, schema: {openAPIV3Schema: {type: array, default: ["1", "2"]}}}
          - {name: tagged, schema: {openAPIV3Schema: {type: boolean, default: true}}}
          - {name: other, schema: {openAPIV3Schema: {type: string}}}
          patches:
          - name: first
            definitions:
            - selector: {kind: AzureManagedControlPlaneTemplate, matchResources: {controlPlane: true}}
              jsonPatches:
              - PATCH
          - {name: second, SECOND}
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureManagedControlPlaneTemplate
        metadata: {name: cp}
        spec: {template: {spec: {subscriptionID: 00000000-0000-0000-0000-000000000000, identityRef: {kind: AzureClusterIdentity, name: id}}}}
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureManagedClusterTemplate
        metadata: {name: infra}
        spec: {template: {spec: {}}}
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureManagedMachinePoolTemplate
        metadata: {name: pool}
        spec: {template: {spec: {mode: System, name: pool0, sku: Standard_D2s_v3}}}
        ---
        apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
        kind: AzureClusterIdentity
        metadata: {name: id}
        spec: {type: WorkloadIdentity, tenantID: t, clientID: c, allowedNamespaces: {}}
        ---
        apiVersion: cluster.x-k8s.io/v1beta1
        kind: Cluster
        metadata: {name: c1}
        spec:
          topology:
            class: class
            version: v1.31.2
            variables:
            REGION
            MORE
            workers: {machinePools: [{class: system, name: mp, replicas: 2}]}
        """.Replace("PATCH", patch, StringComparison.Ordinal).Replace("SECOND", second, StringComparison.Ordinal)
        .Replace("REGION", keep ? "- {name: region, value: westeurope}" : "", StringComparison.Ordinal).Replace("MORE", more, StringComparison.Ordinal);
}
