using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Manifests.Tests;

/// <summary>How drift is treated, as annotations of either format and the native spec say it.</summary>
public sealed class DriftPolicyTests
{
    private const string Plain = "metadata: {name: c1}";

    public static TheoryData<string> Formats => [Manifest.Native(), Manifest.Capz()];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Annotations_AreReadInEitherFormat(string manifest)
    {
        var drift = Drift(Annotated(
            manifest, "orchestrator/drift-policy: repair-in-window, orchestrator/drift-schedule: \"0 0 * * * *\", orchestrator/maintenance-windows: \"Sat,Sun 22:00 4h Europe/Berlin; Mon-Wed 02:00 90m\""));

        Assert.Equal((DriftPolicy.RepairInWindow, "0 0 * * * *"), (drift!.Policy, drift.Schedule));
        Assert.Equal([DayOfWeek.Sunday, DayOfWeek.Saturday], drift.MaintenanceWindows[0].Days);
        Assert.Equal((new TimeOnly(22, 0), TimeSpan.FromHours(4), "Europe/Berlin"), (drift.MaintenanceWindows[0].Start, drift.MaintenanceWindows[0].Duration, drift.MaintenanceWindows[0].TimeZone));
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday], drift.MaintenanceWindows[1].Days);
        Assert.Equal("UTC", drift.MaintenanceWindows[1].TimeZone);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void WithoutAnything_TheSpecIsAsItWas(string manifest) => Assert.Null(Drift(manifest));

    [Fact]
    public void NativeSpec_SaysTheSame()
    {
        var drift = Drift(Manifest.Native(spec: "drift: {policy: repair-in-window, maintenanceWindows: [{days: [Fri-Mon], start: \"22:00\", duration: 4h}]}"));

        Assert.Equal(DriftPolicy.RepairInWindow, drift!.Policy);
        Assert.Equal([DayOfWeek.Sunday, DayOfWeek.Monday, DayOfWeek.Friday, DayOfWeek.Saturday], Assert.Single(drift.MaintenanceWindows).Days);
    }

    [Theory]
    [InlineData("orchestrator/drift-policy: mend", "report, repair-in-window, repair")]
    [InlineData("orchestrator/drift-policy: repair-in-window", "maintenance window")]
    [InlineData("orchestrator/drift-schedule: hourly", "NCRONTAB")]
    [InlineData("orchestrator/maintenance-windows: Sat", "Sat,Sun 22:00 4h")]
    [InlineData("orchestrator/maintenance-windows: Satday 22:00 4h", "Mon to Sun")]
    [InlineData("orchestrator/maintenance-windows: Sat 25:00 4h", "HH:MM")]
    [InlineData("orchestrator/maintenance-windows: Sat 22:00 200h", "168h")]
    [InlineData("orchestrator/maintenance-windows: Sat 22:00 4h Mars/Olympus", "IANA")]
    public void WhatMeansNothing_SaysWhatToWrite(string annotation, string hint)
    {
        var problem = Assert.Single(Read(Annotated(Manifest.Native(), annotation)).Diagnostics);

        Assert.Equal("ORC0106", problem.Code);
        Assert.Contains(hint, problem.Action, StringComparison.Ordinal);
        Assert.NotNull(problem.Line);
    }

    [Fact]
    public void OnAnotherKind_SaysWhereItBelongs() => Assert.Contains(
        "Cluster or KubernetesCluster",
        Assert.Single(
            Read(Manifest.Capz().Replace("metadata: {name: cp}", "metadata: {name: cp, annotations: {orchestrator/drift-policy: repair}}", StringComparison.Ordinal)).Diagnostics,
            static d => d.Message.Contains("KubeadmControlPlane", StringComparison.Ordinal)).Action,
        StringComparison.Ordinal);

    [Fact]
    public void InSpecAndAnnotations_IsRefused() => Assert.Contains(
        "Keep one", Assert.Single(Read(Annotated(Manifest.Native(spec: "drift: {policy: repair}"), "orchestrator/drift-policy: report")).Diagnostics).Action, StringComparison.Ordinal);

    private static DriftSpec? Drift(string manifest)
    {
        var result = Read(manifest);
        Assert.Empty(result.Diagnostics);
        return Assert.Single(result.Clusters).Drift;
    }

    private static string Annotated(string manifest, string annotations)
    {
        var at = manifest.IndexOf(Plain, StringComparison.Ordinal);
        return $"{manifest[..at]}metadata: {{name: c1, annotations: {{{annotations}}}}}{manifest[(at + Plain.Length)..]}";
    }

    private static ManifestResult Read(string manifest) => ManifestReader.Read(new ManifestInput { Files = [new ManifestFile("m.yaml", manifest)] });
}
