using Orchestrator.Activities.History;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Tests.History;

public sealed class SpecChangesTests
{
    private static readonly ClusterSpec Before = Specs.Sample();

    [Fact]
    public void Between_TheSame_HasNone() => Assert.Empty(SpecChanges.Between(Before, Specs.Sample()));

    [Fact]
    public void Between_ScaledPool_NamesPoolAndNumbers()
    {
        var pool = Before.MachinePools[0];

        var change = Assert.Single(SpecChanges.Between(Before, Before with { MachinePools = [pool with { Replicas = pool.Replicas + 3 }, .. Before.MachinePools.Skip(1)] }));

        Assert.Equal(new FieldChange($"machinePools[{pool.Name}].replicas", $"{pool.Replicas}", $"{pool.Replicas + 3}"), change);
    }

    [Fact]
    public void Between_PoolsInAnotherOrder_HasNone()
    {
        var two = Before with { MachinePools = [Before.MachinePools[0], Before.MachinePools[0] with { Name = "second" }] };

        Assert.Empty(SpecChanges.Between(two, two with { MachinePools = [.. two.MachinePools.Reverse()] }));
    }

    [Fact]
    public void Between_NewPool_IsOneChange()
    {
        var after = Before with { MachinePools = [.. Before.MachinePools, Before.MachinePools[0] with { Name = "second" }] };

        var change = Assert.Single(SpecChanges.Between(Before, after));

        Assert.Equal(("machinePools[second]", null), (change.Path, change.Before));
        Assert.InRange(change.After!.Length, 50, 200);
    }

    [Fact]
    public void Between_ContentOfAFile_IsShownByItsDigestOnly()
    {
        var before = WithFile("the password is hunter1");
        var after = WithFile("the password is hunter2");

        var changes = SpecChanges.Between(before, after).Concat(SpecChanges.Between(Before, after)).ToList();

        Assert.Contains(changes, static change => change.Path.Contains("/etc/thing", StringComparison.Ordinal));
        Assert.All(changes, static change => Assert.DoesNotContain("hunter", $"{change.Before}{change.After}", StringComparison.Ordinal));
        Assert.Contains(changes, static change => change.Path.EndsWith(".content", StringComparison.Ordinal) && change.After!.StartsWith("sha256:", StringComparison.Ordinal));
    }

    private static ClusterSpec WithFile(string content) => Before with
    {
        ControlPlane = Before.ControlPlane with { Kubeadm = Before.ControlPlane.Kubeadm with { Files = [new BootstrapFileSpec { Path = "/etc/thing", Content = content }] } },
    };
}
