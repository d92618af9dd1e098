using Orchestrator.Contracts.Messages;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.EndToEnd;

/// <summary>Whole lives of clusters whose machines are not the sample's.</summary>
public sealed class MachineVariantTests
{
    private const int Workers = 3;

    [Fact]
    public async Task FlexiblePool_CreatedRolledScaledAndDeleted_KeepsEveryPromiseAndLeavesNothing()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 41, Workload = new SampleWorkload("web", Replicas: 4, MinAvailable: "3") });
        var before = harness.Azure.Resources.All.Select(static r => r.Id).ToList();
        await harness.ApplyAndWaitAsync(Flexible());
        await harness.RunForAsync(TimeSpan.FromMinutes(2));
        var made = Members(harness);
        var start = harness.Clock.GetUtcNow();

        await harness.ApplyAndWaitAsync(Flexible(version: "v1.31.1"));
        var workers = new RollJournal(harness.Azure, start, controlPlane: false);
        var rolled = Members(harness);
        await harness.ApplyAndWaitAsync(Flexible(version: "v1.31.1", workers: 1));
        var left = Members(harness);
        await harness.DeleteAndWaitAsync();

        Assert.Equal((Workers, Workers, 1), (made.Count, rolled.Count, left.Count));
        Assert.Empty(made.Intersect(rolled, StringComparer.Ordinal));
        Assert.True(workers is { MinimumReady: >= Workers, MaximumNodes: <= Workers + 1 }, $"{workers.MinimumReady} ready, {workers.MaximumNodes} nodes");
        Assert.Equal(before, harness.Azure.Resources.All.Select(static r => r.Id));
        Assert.Empty(harness.Azure.Machines.Violations);
    }

    [Fact]
    public async Task FlexiblePool_AppliedAgain_ChangesNothing()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 42 });
        await harness.ApplyAndWaitAsync(Flexible());
        var writes = harness.Azure.Resources.Calls("PUT");

        Assert.False((await harness.ApplyAsync(Flexible(), System.Net.HttpStatusCode.OK)).Clusters.Single().Changed);

        Assert.Equal(writes, harness.Azure.Resources.Calls("PUT"));
    }

    [Fact]
    public async Task ControlPlane_InALocationWithoutZones_StandsInAnAvailabilitySetThatGoesWithIt()
    {
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 43 });
        var before = harness.Azure.Resources.All.Select(static r => r.Id).ToList();
        await harness.ApplyAndWaitAsync(At("ukwest", "v1.30.2"));
        var created = Names(harness, "availabilitySets");
        await harness.ApplyAndWaitAsync(At("ukwest", "v1.31.1"));
        var rolled = Names(harness, "availabilitySets");
        await harness.DeleteAndWaitAsync();

        Assert.Equal("c1_control-plane-as", Assert.Single(created));
        Assert.Equal("c1_control-plane-as", Assert.Single(rolled));
        Assert.Equal(before, harness.Azure.Resources.All.Select(static r => r.Id));
        Assert.Empty(harness.Azure.Machines.Violations);
    }

    [Fact]
    public async Task Machines_WithExtensions_AreMadeRolledAndLeaveNothing()
    {
        const string options = """

                vmExtensions:
                - { name: agent, publisher: Contoso.Agents, version: '1.0', settings: { a: b }, protectedSettings: { key: hush } }
                disableVMBootstrapExtension: false
                securityProfile: { encryptionAtHost: true }
            """;
        await using var harness = await ClusterHarness.StartAsync(new HarnessOptions { Seed = 44 });
        var before = harness.Azure.Resources.All.Select(static r => r.Id).ToList();

        await harness.ApplyAndWaitAsync(With(options, "v1.30.2"));
        var extensions = Names(harness, "virtualMachines/extensions");
        var again = await harness.ApplyAsync(With(options, "v1.30.2"), System.Net.HttpStatusCode.OK);
        await harness.ApplyAndWaitAsync(With(options.Replace("a: b", "a: c", StringComparison.Ordinal), "v1.30.2"));
        await harness.DeleteAndWaitAsync();

        Assert.Equal(["CAPZ.Linux.Bootstrapping", "agent"], extensions);
        Assert.False(again.Clusters.Single().Changed);
        Assert.Equal(before, harness.Azure.Resources.All.Select(static r => r.Id));
        Assert.Empty(harness.Azure.Machines.Violations);
    }

    private static ApplyRequest Flexible(string version = "v1.30.2", int workers = Workers) =>
        Edit(Manifests.Sample(version, workers: workers), static text => text.Replace("    maxSurge: 1\n", "    maxSurge: 1\n    orchestrationMode: Flexible\n", StringComparison.Ordinal));

    private static ApplyRequest At(string location, string version)
    {
        var sample = Manifests.Sample(version, controlPlanes: 3, workers: 1);
        return sample with { Variables = new Dictionary<string, string>(sample.Variables!, StringComparer.Ordinal) { ["AZURE_LOCATION"] = location } };
    }

    private static ApplyRequest With(string options, string version) => Edit(Manifests.Sample(version, workers: 1), text => text
        .Replace("\n    vmSize: ${AZURE_CONTROL", $"{options}\n    vmSize: ${{AZURE_CONTROL", StringComparison.Ordinal)
        .Replace("\n    vmSize: ${AZURE_NODE", $"{options}\n    vmSize: ${{AZURE_NODE", StringComparison.Ordinal));

    private static ApplyRequest Edit(ApplyRequest request, Func<string, string> edit)
    {
        var file = request.Files.Single();
        var edited = edit(file.Content);
        Assert.NotEqual(file.Content, edited);
        return request with { Files = [file with { Content = edited }] };
    }

    /// <summary>Names of the virtual machines in scale sets.</summary>
    private static List<string> Members(ClusterHarness harness) => [.. Names(harness, "virtualMachines").Where(static name => name.StartsWith("c1-mp-0_", StringComparison.Ordinal))];

    private static List<string> Names(ClusterHarness harness, string type) =>
        [.. harness.Azure.Resources.All.Where(r => r.Type == $"Microsoft.Compute/{type}").Select(static r => r.Id[(r.Id.LastIndexOf('/') + 1)..]).Order(StringComparer.Ordinal)];
}
