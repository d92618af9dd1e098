using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Activities.Bootstrap;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Tests.Bootstrap;

public sealed partial class UserDataTests : IDisposable
{
    private readonly BootstrapFixture _fixture = new();

    public static TheoryData<MachineRole, string> RolesAndVersions => new()
    {
        { MachineRole.ControlPlaneInit, "v1.30.2" },
        { MachineRole.ControlPlaneJoin, "v1.30.2" },
        { MachineRole.Worker, "v1.30.2" },
        { MachineRole.ControlPlaneInit, "v1.31.1" },
        { MachineRole.ControlPlaneJoin, "v1.31.1" },
        { MachineRole.Worker, "v1.31.1" },
    };

    [Theory]
    [MemberData(nameof(RolesAndVersions))]
    public async Task UserData_OfTheMachinePoolTemplate_IsAsRecorded(MachineRole role, string version)
    {
        var userData = Mask(await _fixture.RenderAsync(SampleCluster.Create(version), role));

        Golden.Verify($"{role}-{version}.yaml", userData);
    }

    [Theory]
    [MemberData(nameof(RolesAndVersions))]
    public async Task UserData_Rendered_IsValidForCloudInit(MachineRole role, string version)
    {
        var spec = SampleCluster.Create(version).WithControlPlane(Everything).WithPool(pool => pool with { Kubeadm = Everything(pool.Kubeadm) });
        var userData = await _fixture.RenderAsync(spec, role);

        Assert.StartsWith("## template: jinja\n#cloud-config\n", userData);
        CloudInitSchema.Verify(userData.Replace("""{{ ds.meta_data["local_hostname"] }}""", "c1-node").Replace("## template: jinja\n", ""));
    }

    [Fact]
    public async Task UserData_TooLong_IsCompressed_AndCloudInitUnpacksIt()
    {
        var spec = SampleCluster.Create().WithPool(pool => pool with { Kubeadm = pool.Kubeadm with { PreKubeadmCommands = [.. Enumerable.Range(0, 4000).Select(static i => $"echo line number {i}")] } });

        var data = await _fixture.Bootstrap.RenderAsync(spec, MachineRole.Worker, SampleCluster.Pool, SampleCluster.Facts, default);

        Assert.True(Convert.FromBase64String(data.CustomDataBase64).Length < 64 * 1024);
        Assert.Contains("echo line number 3999\n", BootstrapFixture.Decode(data));
    }

    [Fact]
    public async Task UserData_TooLongEvenCompressed_IsAClearError()
    {
        var random = new Orchestrator.Determinism.Chance.SeededRandomness(1);
        var spec = SampleCluster.Create().WithPool(pool => pool with { Kubeadm = pool.Kubeadm with { PreKubeadmCommands = [random.NextString(200_000)] } });

        var problem = await Assert.ThrowsAsync<OrchestratorException>(() => _fixture.RenderAsync(spec, MachineRole.Worker));

        Assert.Equal(ErrorCatalog.InvalidValue.Code, problem.Error.Code);
        Assert.Contains("65536", problem.Error.Message);
        Assert.Equal(SampleCluster.Pool, problem.Error.Target);
    }

    [Fact]
    public async Task UserData_WithoutTheIdentitysClientId_IsAClearError()
    {
        var problem = await Assert.ThrowsAsync<OrchestratorException>(() => _fixture.Bootstrap.RenderAsync(
            SampleCluster.Create(), MachineRole.ControlPlaneInit, null, new Dictionary<string, string>(), default));

        Assert.EndsWith("cloud-provider-user-identity", problem.Error.Target);
    }

    [Fact]
    public async Task UserData_EveryMachineGetsATokenOfItsOwn()
    {
        var spec = SampleCluster.Create();

        Assert.Contains("token: token1.0123456789abcdef\n", await _fixture.RenderAsync(spec, MachineRole.Worker));
        Assert.Contains("token: token2.0123456789abcdef\n", await _fixture.RenderAsync(spec, MachineRole.ControlPlaneJoin));
        Assert.DoesNotContain("token", await _fixture.RenderAsync(spec, MachineRole.ControlPlaneInit));
    }

    [Fact]
    public async Task UserData_FileFromASecret_HoldsItsContent_OrIsAClearError()
    {
        var file = new BootstrapFileSpec { Path = "/etc/x", SecretName = "extra", SecretKey = "x" };
        var spec = SampleCluster.Create().WithPool(pool => pool with { Kubeadm = pool.Kubeadm with { Files = [file] } });

        var problem = await Assert.ThrowsAsync<OrchestratorException>(() => _fixture.RenderAsync(spec, MachineRole.Worker));
        await _fixture.Secrets.GetOrAddAsync(new ClusterKey("default", "extra"), "x", () => "something secret", default);
        var userData = await _fixture.RenderAsync(spec, MachineRole.Worker);

        Assert.Equal(ErrorCatalog.BrokenReference.Code, problem.Error.Code);
        Assert.Contains("content: something secret\n", userData);
        Assert.Contains("path: /etc/kubernetes/azure.json\n", userData);
    }

    [Theory]
    [InlineData(MachineIdentityType.None, "client-secret", false)]
    [InlineData(MachineIdentityType.SystemAssigned, null, true)]
    public async Task AzureJson_HoldsTheClientSecret_OnlyWhereMachinesHaveNoIdentity(MachineIdentityType identity, string? secret, bool managed)
    {
        var spec = SampleCluster.Create();
        spec = spec with { Identity = spec.Identity with { Type = IdentityType.ServicePrincipal, SecretName = "sp" } };
        spec = spec.WithPool(pool => pool with { Machine = pool.Machine with { Identity = identity } });
        await _fixture.Secrets.GetOrAddAsync(new ClusterKey("default", "sp"), "clientSecret", () => "client-secret", default);

        var userData = await _fixture.RenderAsync(spec, MachineRole.Worker);

        Assert.Equal(secret is not null, userData.Contains("\"aadClientSecret\": \"client-secret\"", StringComparison.Ordinal));
        Assert.Contains($"\"useManagedIdentityExtension\": {(managed ? "true" : "false")}", userData);
    }

    public void Dispose() => _fixture.Dispose();

    /// <summary>Every feature of cloud-init that a manifest can reach, with values that YAML readers like to misread.</summary>
    private static KubeadmSpec Everything(KubeadmSpec kubeadm) => kubeadm with
    {
        Files =
        [
            .. kubeadm.Files,
            new BootstrapFileSpec { Path = "/etc/a b", Content = "yes", Permissions = "0600", Append = true },
            new BootstrapFileSpec { Path = "/etc/b64", Content = Convert.ToBase64String(Encoding.UTF8.GetBytes("x: y")), Encoding = "base64", Owner = "nobody:nogroup" },
            new BootstrapFileSpec { Path = "/etc/lines", Content = "  indented: 'first'\n\ttab\nlast: # not a comment\n\n" },
        ],
        PreKubeadmCommands = ["echo 'a: b' > /x", "- not a list", "0644", "cat <<EOF\n# here\nEOF", "*star & {brace}"],
        PostKubeadmCommands = ["true"],
        Users = System.Text.Json.Nodes.JsonNode.Parse("""
            [{ "name": "capi", "sudo": "ALL=(ALL) NOPASSWD:ALL", "lockPassword": true, "primaryGroup": "users", "homeDir": "/home/capi", "inactive": true, "sshAuthorizedKeys": ["ssh-ed25519 AAAA x"] }]
            """)!.AsArray(),
        Ntp = System.Text.Json.Nodes.JsonNode.Parse("""{ "enabled": true, "servers": ["time.windows.com"] }""")!.AsObject(),
    };

    private static string Mask(string userData) =>
        CaHash().Replace(PemBody().Replace(userData, "$1\n    <masked>\n$2"), "sha256:<masked>");

    [GeneratedRegex(@"(-----BEGIN [A-Z ]+-----)\n.*?( *-----END [A-Z ]+-----)", RegexOptions.Singleline)]
    private static partial Regex PemBody();

    [GeneratedRegex("sha256:[0-9a-f]{64}")]
    private static partial Regex CaHash();
}
