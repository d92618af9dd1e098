using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Manifests.Tests.ClusterApi;

public sealed class ReferenceTests
{
    private const string AzureJson = "files: [{path: /etc/kubernetes/azure.json, contentFrom: {secret: {name: NAME, key: KEY}}}]";

    [Theory]
    [InlineData("kind: KubeadmControlPlane, name: cp}", "kind: KubeadmControlPlane, name: pc}", "$.spec.controlPlaneRef.name", "Write 'cp', or add the KubeadmControlPlane.")]
    [InlineData("kind: AzureCluster, name: c1}", "kind: AzureCluster, name: gone}", "$.spec.infrastructureRef.name", "Add the AzureCluster, or correct the name.")]
    [InlineData("kind: AzureClusterIdentity, name: id}", "kind: AzureClusterIdentity, name: ids}", "$.spec.identityRef.name", "Write 'id', or add the AzureClusterIdentity.")]
    [InlineData("kind: AzureMachineTemplate, name: cp}", "kind: AzureMachineTemplate, name: c}", "$.spec.machineTemplate.infrastructureRef.name", "Write 'cp', or add the AzureMachineTemplate.")]
    [InlineData("kind: KubeadmConfig, name: mp}", "kind: KubeadmConfig, name: other}", "$.spec.template.spec.bootstrap.configRef.name", "Add the KubeadmConfig, or correct the name.")]
    [InlineData("kind: AzureMachinePool, name: mp}", "kind: AzureMachinePool, name: mpp}", "$.spec.template.spec.infrastructureRef.name", "Write 'mp', or add the AzureMachinePool.")]
    [InlineData("spec: {clusterName: c1,", "spec: {clusterName: c2,", "$.spec.clusterName", "Write 'c1', or add the Cluster.")]
    public void Reference_ToAMissingDocument_IsReportedAtItsLine(string before, string after, string path, string advice)
    {
        var text = Manifest.Capz();
        Assert.Contains(before, text, StringComparison.Ordinal);
        var problem = Assert.Single(Reading.Read(text.Replace(before, after, StringComparison.Ordinal)).Diagnostics, d => d.Code == "ORC0107" && d.Path == path);

        Assert.Equal(advice, problem.Action);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("allowedNamespaces: {}", true)]
    [InlineData("allowedNamespaces: {list: [default]}", true)]
    [InlineData("allowedNamespaces: {list: [other]}", false)]
    [InlineData("allowedNamespaces: {list: []}", false)]
    [InlineData("allowedNamespaces: {selector: {}}", false)]
    [InlineData("allowedNamespaces: {list: [other], selector: {matchLabels: {kubernetes.io/metadata.name: default}}}", true)]
    [InlineData("allowedNamespaces: {selector: {matchLabels: {kubernetes.io/metadata.name: other}}}", false)]
    [InlineData("allowedNamespaces: {selector: {matchLabels: {team: a}}}", false)]
    public void Identity_IsForTheNamespacesItAllows(string identity, bool allowed)
    {
        var result = Reading.Read(Manifest.Capz(identity: identity));

        Assert.Equal(allowed, result.IsValid);
        Assert.Equal(allowed ? [] : ["ORC0107"], result.Diagnostics.Select(d => d.Code));
    }

    [Theory]
    [InlineData("{matchLabels: {team: a}}", true)]
    [InlineData("{matchLabels: {team: b}}", false)]
    [InlineData("{matchLabels: {team: a, env: prod}}", false)]
    [InlineData("{matchExpressions: [{key: team, operator: In, values: [a, b]}]}", true)]
    [InlineData("{matchExpressions: [{key: team, operator: NotIn, values: [a]}]}", false)]
    [InlineData("{matchExpressions: [{key: env, operator: NotIn, values: [prod]}]}", true)]
    [InlineData("{matchExpressions: [{key: team, operator: Exists}, {key: env, operator: DoesNotExist}]}", true)]
    [InlineData("{matchExpressions: [{key: env, operator: Exists}]}", false)]
    public void Identity_IsForTheNamespacesThatItsSelectorMatches(string selector, bool allowed)
    {
        var text = Manifest.Capz(identity: $"allowedNamespaces: {{selector: {selector}}}");
        const string labelled = "\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: default, labels: {team: a}}\n";
        var known = new NamespaceSpec("default", new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "a" });

        Assert.Equal(allowed, Reading.Read(text + labelled).IsValid);
        Assert.Equal(allowed, ManifestReader.Read(new ManifestInput { Files = [new ManifestFile("a.yaml", text)], KnownNamespaces = [known] }).IsValid);
        Assert.False(Reading.Read(text).IsValid && !selector.Contains("NotIn", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{matchExpressions: [{key: team, operator: Contains, values: [a]}]}", "$.spec.allowedNamespaces.selector.matchExpressions[0].operator")]
    [InlineData("{matchExpressions: [{key: team, operator: In}]}", "$.spec.allowedNamespaces.selector.matchExpressions[0]")]
    [InlineData("{matchExpressions: [{operator: Exists}]}", "$.spec.allowedNamespaces.selector.matchExpressions[0].key")]
    public void Selector_ThatKubernetesWouldRefuse_IsReportedAtItsField(string selector, string path) =>
        Assert.Contains(path, Reading.Read(Manifest.Capz(identity: $"allowedNamespaces: {{selector: {selector}}}")).Diagnostics.Select(d => d.Path));

    [Theory]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: sp, namespace: platform}\nstringData: {clientSecret: x}\n")]
    [InlineData("apiVersion: v1\nkind: Namespace\nmetadata: {name: team-a, labels: {env: dev}}\n")]
    public void Document_ThatClustersLeanOn_MayComeAlone(string text)
    {
        var result = Reading.Read(text);

        Assert.True(result.IsValid, string.Join('\n', result.Diagnostics));
        Assert.Equal(1, result.Secrets.Count + result.Namespaces.Count);
    }

    [Theory]
    [InlineData("cp-azure-json", "control-plane-azure.json", null)]
    [InlineData("mp-azure-json", "worker-node-azure.json", null)]
    [InlineData("cp-azure-json", "azure.json", null)]
    [InlineData("mine", "key", null)]
    [InlineData("cp-azure-json", "control-plane.json", "$.spec.kubeadmConfigSpec.files[0].contentFrom.secret.key")]
    [InlineData("mine", "other", "$.spec.kubeadmConfigSpec.files[0].contentFrom.secret.key")]
    [InlineData("c1-azure-json", "azure.json", "$.spec.kubeadmConfigSpec.files[0].contentFrom.secret.name")]
    public void FileFromASecret_NeedsAGeneratedOrAGivenOne(string name, string key, string? problemPath)
    {
        var kubeadm = AzureJson.Replace("NAME", name, StringComparison.Ordinal).Replace("KEY", key, StringComparison.Ordinal);
        var result = Reading.Read(Manifest.Capz(kubeadm: kubeadm) + "\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: mine}\nstringData: {key: value}\n");

        Assert.Equal(problemPath is null ? [] : [$"ORC0107 {problemPath}"], result.Diagnostics.Select(d => $"{d.Code} {d.Path}"));
        if (problemPath is null)
        {
            Assert.Equal("value", result.Secrets.Single().Data["key"]);
            Assert.DoesNotContain("value", result.Secrets.Single().ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Identity_OfAnEarlierApply_IsFound()
    {
        var text = Manifest.Capz();
        var known = new IdentitySpec { Name = "id", Namespace = "default", Type = IdentityType.WorkloadIdentity, TenantId = "t", ClientId = "c", AllowedNamespaces = AllowedNamespaces.All };
        var result = ManifestReader.Read(new ManifestInput
        {
            Files = [new ManifestFile("cluster.yaml", text[..text.LastIndexOf("---", StringComparison.Ordinal)])],
            KnownIdentities = [known],
        });

        Assert.Same(known, Reading.Cluster(result).Identity);
        Assert.Empty(result.Identities);
    }

    [Fact]
    public void SameDocumentTwice_IsAnError_UnlessItIsTheSameIdentity()
    {
        var text = Manifest.Capz();
        var identity = text[text.LastIndexOf("---", StringComparison.Ordinal)..];

        Assert.Equal(["ORC0108"], Reading.Read(text + "\n" + text.Split("---")[1].Insert(0, "---")).Diagnostics.Select(d => d.Code));
        var twice = Reading.Read(text + "\n" + identity);
        Assert.True(twice.IsValid);
        Assert.Equal("ORC0108", Assert.Single(twice.Diagnostics).Code);
        Assert.Contains(Reading.Read(text + "\n" + identity.Replace("tenantID: t", "tenantID: u", StringComparison.Ordinal)).Diagnostics, d => d.Code == "ORC0108");
    }

    [Fact]
    public void Document_ThatNothingRefersTo_IsAWarning()
    {
        var result = Reading.Read(Manifest.Capz() + "\n---\napiVersion: bootstrap.cluster.x-k8s.io/v1beta1\nkind: KubeadmConfig\nmetadata: {name: idle}\nspec: {}\n");

        Assert.True(result.IsValid);
        Assert.Contains("Nothing refers to KubeadmConfig default/idle", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pool_InAnotherLocation_IsRefused() => Assert.Equal(
        ["ORC0106 $.spec.location"],
        Reading.Read(Manifest.Capz().Replace("location: westeurope, template", "location: northeurope, template", StringComparison.Ordinal)).Diagnostics.Select(d => $"{d.Code} {d.Path}"));
}
