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
    public void Identity_IsForTheNamespacesItAllows(string identity, bool allowed)
    {
        var result = Reading.Read(Manifest.Capz(identity: identity));

        Assert.Equal(allowed, result.IsValid);
        Assert.Equal(allowed ? [] : ["ORC0107"], result.Diagnostics.Select(d => d.Code));
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
        var known = new IdentitySpec { Name = "id", Namespace = "default", Type = IdentityType.WorkloadIdentity, TenantId = "t", ClientId = "c", AllowedNamespaces = [] };
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
