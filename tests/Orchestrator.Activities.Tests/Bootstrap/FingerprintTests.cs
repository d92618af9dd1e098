using System.Text.Json.Nodes;
using Orchestrator.Activities.Bootstrap;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Tests.Bootstrap;

public sealed class FingerprintTests : IDisposable
{
    private readonly BootstrapFixture _fixture = new();
    private readonly ClusterSpec _spec = SampleCluster.Create();

    public static TheoryData<string, bool, bool> Changes => new()
    {
        { "nothing", false, false },
        { "json", false, false },
        { "replicas", false, false },
        { "image", false, false },
        { "controlPlaneVersion", true, false },
        { "poolVersion", false, true },
        { "apiServerArgument", true, false },
        { "kubeletArgument", false, true },
        { "file", false, true },
        { "command", true, false },
        { "routeTable", true, true },
        { "identity", true, false },
        { "endpoint", true, true },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Fingerprint_ChangesExactlyForTheMachinesThatMustBeReplaced(string change, bool controlPlane, bool worker)
    {
        var changed = Apply(change);

        Assert.Equal(controlPlane, _fixture.Fingerprint(_spec, MachineRole.ControlPlaneJoin) != _fixture.Fingerprint(changed, MachineRole.ControlPlaneJoin));
        Assert.Equal(worker, _fixture.Fingerprint(_spec, MachineRole.Worker) != _fixture.Fingerprint(changed, MachineRole.Worker));
    }

    [Fact]
    public void Fingerprint_OfInitAndJoin_IsTheSame() =>
        Assert.Equal(_fixture.Fingerprint(_spec, MachineRole.ControlPlaneInit), _fixture.Fingerprint(_spec, MachineRole.ControlPlaneJoin));

    [Fact]
    public void Fingerprint_DoesNotNeedFacts() => Assert.Equal(
        _fixture.Fingerprint(_spec, MachineRole.ControlPlaneJoin),
        _fixture.Bootstrap.Fingerprint(_spec, MachineRole.ControlPlaneJoin, null, new Dictionary<string, string>()));

    [Fact]
    public async Task Fingerprint_OfUserDataRenderedTwice_IsTheSame_ThoughTheTokensDiffer()
    {
        var first = await _fixture.Bootstrap.RenderAsync(_spec, MachineRole.Worker, SampleCluster.Pool, SampleCluster.Facts, default);
        var second = await _fixture.Bootstrap.RenderAsync(_spec, MachineRole.Worker, SampleCluster.Pool, SampleCluster.Facts, default);

        Assert.NotEqual(first.CustomDataBase64, second.CustomDataBase64);
        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.Equal(_fixture.Fingerprint(_spec, MachineRole.Worker), first.Fingerprint);
        Assert.Matches("^[0-9a-f]{64}$", first.Fingerprint);
    }

    public void Dispose() => _fixture.Dispose();

    private ClusterSpec Apply(string change) => change switch
    {
        "json" => System.Text.Json.JsonSerializer.Deserialize<ClusterSpec>(System.Text.Json.JsonSerializer.Serialize(_spec, ContractJson.Options), ContractJson.Options)!,
        "replicas" => _spec.WithPool(static pool => pool with { Replicas = 9 }),
        "image" => _spec.WithPool(static pool => pool with { Machine = pool.Machine with { VmSize = "Standard_D8s_v3" } }),
        "controlPlaneVersion" => _spec with { ControlPlane = _spec.ControlPlane with { Version = "v1.30.3" } },
        "poolVersion" => _spec.WithPool(static pool => pool with { Version = "v1.30.3" }),
        "apiServerArgument" => _spec.WithControlPlane(static kubeadm => kubeadm with { ClusterConfiguration = With(kubeadm.ClusterConfiguration, "apiServer", "extraArgs", "v") }),
        "kubeletArgument" => _spec.WithPool(static pool => pool with { Kubeadm = pool.Kubeadm with { JoinConfiguration = With(pool.Kubeadm.JoinConfiguration, "nodeRegistration", "kubeletExtraArgs", "v") } }),
        "file" => _spec.WithPool(static pool => pool with { Kubeadm = pool.Kubeadm with { Files = [.. pool.Kubeadm.Files, new BootstrapFileSpec { Path = "/x", Content = "y" }] } }),
        "command" => _spec.WithControlPlane(static kubeadm => kubeadm with { PostKubeadmCommands = ["true"] }),
        "routeTable" => _spec with { Network = _spec.Network with { Subnets = [.. _spec.Network.Subnets.Select(static subnet => subnet with { RouteTable = "other" })] } },
        "identity" => _spec with { ControlPlane = _spec.ControlPlane with { Machine = _spec.ControlPlane.Machine with { UserAssignedIdentities = ["/subscriptions/s1/other"] } } },
        "endpoint" => _spec with { ClusterNetwork = _spec.ClusterNetwork with { ControlPlaneHost = "other.example.org" } },
        _ => _spec,
    };

    private static JsonObject With(JsonObject? configuration, string section, string arguments, string name)
    {
        var copy = (JsonObject)configuration!.DeepClone();
        copy[section]![arguments]![name] = "5";
        return copy;
    }
}
