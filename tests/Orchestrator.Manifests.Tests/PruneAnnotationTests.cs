using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Manifests.Tests;

public sealed class PruneAnnotationTests
{
    private const string Plain = "metadata: {name: c1}";

    public static TheoryData<string> Formats => [Manifest.Native(), Manifest.Capz()];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Prune_Enabled_IsInTheSpecOfEitherFormat(string manifest)
    {
        Assert.False(Assert.Single(Read(manifest).Clusters).PruneAllowed);
        Assert.True(Assert.Single(Read(Annotated(manifest, "orchestrator/prune: enabled")).Clusters).PruneAllowed);
    }

    [Theory]
    [InlineData("disabled")]
    [InlineData("Enabled")]
    [InlineData("'true'")]
    public void Prune_AnyOtherValue_SaysWhatToWrite(string value)
    {
        var problem = Assert.Single(Read(Annotated(Manifest.Native(), $"orchestrator/prune: {value}")).Diagnostics);

        Assert.Equal("ORC0106", problem.Code);
        Assert.Contains("\"enabled\"", problem.Action, StringComparison.Ordinal);
        Assert.NotNull(problem.Line);
    }

    [Fact]
    public void Prune_OnAnotherKind_SaysWhereItBelongs()
    {
        var manifest = Manifest.Capz().Replace("kind: KubeadmControlPlane\nmetadata: {name: cp}", "kind: KubeadmControlPlane\nmetadata: {name: cp, annotations: {orchestrator/prune: enabled}}", StringComparison.Ordinal);

        Assert.Contains("Cluster or KubernetesCluster", Assert.Single(Read(manifest).Diagnostics).Action, StringComparison.Ordinal);
    }

    [Fact]
    public void Spec_WithoutIt_HasTheJsonThatItAlwaysHad() =>
        Assert.DoesNotContain("prune", System.Text.Json.JsonSerializer.Serialize(Read(Manifest.Native()).Clusters.Single(), Contracts.ContractJson.Options), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void ListClusters_OfAManifestWithErrors_StillNamesThem()
    {
        var (clusters, isWhole) = ManifestReader.ListClusters(Input(Manifest.Native(spec: "nonsense: 1") + "\n---\n" + Manifest.Capz().Replace(Plain, "metadata: {name: c2, namespace: team}", StringComparison.Ordinal)));

        Assert.Equal([new ClusterKey("team", "c2"), new ClusterKey("default", "c1")], clusters);
        Assert.True(isWhole);
    }

    [Theory]
    [InlineData("a: [")]
    [InlineData("apiVersion: orchestrator/v1alpha1\nkind: KubernetesCluster\nmetadata: {name: \"${UNDEFINED}\"}\n")]
    public void ListClusters_OfWhatCannotBeTold_IsNotWhole(string text)
    {
        var (clusters, isWhole) = ManifestReader.ListClusters(Input(text));

        Assert.Empty(clusters);
        Assert.False(isWhole);
    }

    private static string Annotated(string manifest, string annotation)
    {
        var at = manifest.IndexOf(Plain, StringComparison.Ordinal);
        return $"{manifest[..at]}metadata: {{name: c1, annotations: {{{annotation}}}}}{manifest[(at + Plain.Length)..]}";
    }

    private static ManifestResult Read(string manifest) => ManifestReader.Read(Input(manifest));

    private static ManifestInput Input(string manifest) => new() { Files = [new ManifestFile("m.yaml", manifest)] };
}
