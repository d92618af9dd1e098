using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Manifests.Tests;

public sealed class OperationAnnotationTests
{
    private const string Plain = "metadata: {name: c1}";

    public static TheoryData<string> Formats => [Manifest.Native(), Manifest.Capz()];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Annotations_AreInTheSpecOfEitherFormat(string manifest)
    {
        const string annotations =
            "orchestrator/approvals: 'replace, delete,delete', orchestrator/approval-timeout: 90m, orchestrator/on-approval-timeout: approve, orchestrator/step-timeouts: 'default=45m,VirtualMachine=10m,Machine=1h'";

        var policy = Assert.Single(Read(Annotated(manifest, annotations)).Clusters).Operations!;

        Assert.Equal([ApprovalGate.Delete, ApprovalGate.Replace], policy.Approvals);
        Assert.Equal((TimeSpan.FromMinutes(90), true), (policy.ApprovalTimeout, policy.ApproveOnTimeout));
        var limits = new StepTimeouts(policy.StepTimeouts);
        Assert.Equal((10, 60, 45), (limits.Of("VirtualMachine").TotalMinutes, limits.Of(StepTimeouts.Machine).TotalMinutes, limits.Of("VirtualNetwork").TotalMinutes));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Spec_WithoutThem_HasUsualLimitsAndNoGates(string manifest)
    {
        Assert.Null(Assert.Single(Read(manifest).Clusters).Operations);
        Assert.Equal((60, 20), (new StepTimeouts().Of("VirtualMachine").TotalMinutes, new StepTimeouts().Of(StepTimeouts.Machine).TotalMinutes));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Labels_OfTheCluster_AreInTheSpec(string manifest)
    {
        var labeled = manifest.Replace(Plain, "metadata: {name: c1, labels: {env: prod}}", StringComparison.Ordinal);

        Assert.Equal([new("env", "prod")], Assert.Single(Read(labeled).Clusters).Labels!);
        Assert.Null(Assert.Single(Read(manifest).Clusters).Labels);
    }

    [Theory]
    [InlineData("orchestrator/approvals: deletion", "control-plane-upgrade")]
    [InlineData("orchestrator/approval-timeout: soon", "45m")]
    [InlineData("orchestrator/approval-timeout: 5s", "1m to 720h")]
    [InlineData("orchestrator/on-approval-timeout: wait", "\"fail\" or \"approve\"")]
    [InlineData("orchestrator/step-timeouts: VM=10m", "VirtualMachine")]
    [InlineData("orchestrator/step-timeouts: VirtualMachine", "VirtualMachine=30m")]
    [InlineData("orchestrator/step-timeouts: VirtualMachine=0s", "1m to 720h")]
    public void Annotation_ThatSaysNothing_SaysWhatToWrite(string annotation, string hint)
    {
        var problem = Assert.Single(Read(Annotated(Manifest.Native(), annotation)).Diagnostics);

        Assert.Equal("ORC0106", problem.Code);
        Assert.Contains(hint, problem.Action, StringComparison.Ordinal);
        Assert.NotNull(problem.Line);
    }

    [Fact]
    public void Annotation_OnAnotherKind_SaysWhereItBelongs()
    {
        var manifest = Manifest.Capz().Replace("kind: KubeadmControlPlane\nmetadata: {name: cp}", "kind: KubeadmControlPlane\nmetadata: {name: cp, annotations: {orchestrator/approvals: roll}}", StringComparison.Ordinal);

        Assert.Contains("Cluster or KubernetesCluster", Assert.Single(Read(manifest).Diagnostics).Action, StringComparison.Ordinal);
    }

    private static string Annotated(string manifest, string annotations)
    {
        var at = manifest.IndexOf(Plain, StringComparison.Ordinal);
        return $"{manifest[..at]}metadata: {{name: c1, annotations: {{{annotations}}}}}{manifest[(at + Plain.Length)..]}";
    }

    private static ManifestResult Read(string manifest) => ManifestReader.Read(new() { Files = [new ManifestFile("m.yaml", manifest)] });
}
