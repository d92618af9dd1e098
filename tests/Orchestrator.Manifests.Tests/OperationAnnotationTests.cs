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
    [InlineData("orchestrator/delete-foreign: yes", "\"enabled\"")]
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

    public static TheoryData<string, string> NativeFormats => new()
    {
        { Manifest.Native(), Manifest.Native(spec: "operations: {approvals: [replace, delete, delete], approvalTimeout: 90m, onApprovalTimeout: approve, stepTimeouts: {default: 45m, VirtualMachine: 10m, Machine: 1h}}") },
        { Aks(""), Aks("operations: {approvals: [replace, delete, delete], approvalTimeout: 90m, onApprovalTimeout: approve, stepTimeouts: {default: 45m, VirtualMachine: 10m, Machine: 1h}}") },
    };

    [Theory]
    [MemberData(nameof(NativeFormats))]
    public void Fields_OfNativeManifests_SayTheSameAsAnnotations(string plain, string native)
    {
        const string annotations =
            "orchestrator/approvals: 'replace, delete,delete', orchestrator/approval-timeout: 90m, orchestrator/on-approval-timeout: approve, orchestrator/step-timeouts: 'default=45m,VirtualMachine=10m,Machine=1h'";

        var (fields, annotated) = (Read(native), Read(Annotated(plain, annotations)));

        Assert.Empty(fields.Diagnostics);
        Assert.Equivalent(Assert.Single(annotated.Clusters).Operations, Assert.Single(fields.Clusters).Operations, strict: true);
        Assert.Equal([ApprovalGate.Delete, ApprovalGate.Replace], fields.Clusters[0].Operations!.Approvals);
    }

    [Fact]
    public void Fields_EmptyOrPartly_LeaveTheRestAsUsual()
    {
        Assert.Null(Assert.Single(Read(Manifest.Native(spec: "operations: {}")).Clusters).Operations);
        var policy = Assert.Single(Read(Manifest.Native(spec: "operations: {approvals: [roll]}")).Clusters).Operations!;
        Assert.Equal((OperationPolicySpec.StandardApprovalTimeout, false, 0), (policy.ApprovalTimeout, policy.ApproveOnTimeout, policy.StepTimeouts.Count));
    }

    [Theory]
    [InlineData("{approvals: [roll, deletion]}", "ORC0106", "$.spec.operations.approvals[1]", "control-plane-upgrade")]
    [InlineData("{approvals: roll}", "ORC0104", "$.spec.operations.approvals", "list")]
    [InlineData("{approvalTimeout: soon}", "ORC0106", "$.spec.operations.approvalTimeout", "1m to 720h")]
    [InlineData("{onApprovalTimeout: wait}", "ORC0106", "$.spec.operations.onApprovalTimeout", "fail, approve")]
    [InlineData("{stepTimeouts: {VirtualMachin: 10m}}", "ORC0103", "$.spec.operations.stepTimeouts.VirtualMachin", "VirtualMachine")]
    [InlineData("{stepTimeouts: {Machine: 5s}}", "ORC0106", "$.spec.operations.stepTimeouts.Machine", "1m to 720h")]
    [InlineData("{stepTimeout: {Machine: 5m}}", "ORC0103", "$.spec.operations.stepTimeout", "stepTimeouts")]
    public void Field_ThatSaysNothing_IsNamedWithItsPlaceAndWhatToWrite(string operations, string code, string path, string hint)
    {
        foreach (var manifest in new[] { Manifest.Native(spec: $"operations: {operations}"), Aks($"operations: {operations}") })
        {
            var problem = Assert.Single(Read(manifest).Diagnostics);

            Assert.Equal((code, path), (problem.Code, problem.Path));
            Assert.Contains(hint, problem.Action, StringComparison.Ordinal);
            Assert.True(problem.Line > 0 && problem.Column > 0, problem.ToString());
        }
    }

    [Fact]
    public void FieldsAndAnnotations_Together_AreRefused() => Assert.Contains(
        "Keep one", Assert.Single(Read(Annotated(Manifest.Native(spec: "operations: {approvals: [roll]}"), "orchestrator/approvals: roll")).Diagnostics).Action, StringComparison.Ordinal);

    private static string Aks(string spec) => $$"""
        apiVersion: orchestrator/v1alpha1
        kind: ManagedCluster
        metadata: {name: c1}
        spec:
          subscription: 00000000-0000-0000-0000-000000000000
          location: westeurope
          kubernetesVersion: v1.31.2
          pools:
          - {name: system, mode: System, vmSize: Standard_D2s_v3, count: 1}
          {{spec}}
        """;

    [Fact]
    public void Annotation_OnAnotherKind_SaysWhereItBelongs()
    {
        var manifest = Manifest.Capz().Replace("kind: KubeadmControlPlane\nmetadata: {name: cp}", "kind: KubeadmControlPlane\nmetadata: {name: cp, annotations: {orchestrator/approvals: roll}}", StringComparison.Ordinal);

        Assert.Contains("Cluster, KubernetesCluster or ManagedCluster", Assert.Single(Read(manifest).Diagnostics).Action, StringComparison.Ordinal);
    }

    private static string Annotated(string manifest, string annotations)
    {
        var at = manifest.IndexOf(Plain, StringComparison.Ordinal);
        return $"{manifest[..at]}metadata: {{name: c1, annotations: {{{annotations}}}}}{manifest[(at + Plain.Length)..]}";
    }

    private static ManifestResult Read(string manifest) => ManifestReader.Read(new() { Files = [new ManifestFile("m.yaml", manifest)] });
}
