using System.Text;
using Orchestrator.Activities.Bootstrap;
using Orchestrator.Activities.Nodes;
using Orchestrator.Activities.Tests.Bootstrap;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Activities.Tests.Nodes;

public sealed class SecrecyTests
{
    [Fact]
    public async Task Token_IsASecretOfTheClusterForAnHour()
    {
        await using var fixture = await NodesFixture.CreateAsync();

        var token = await fixture.Get<IBootstrapTokens>().CreateAsync(fixture.Spec, default);

        Assert.Matches("^[a-z0-9]{6}\\.[a-z0-9]{16}$", token);
        var secret = fixture.Kubernetes.Objects[$"/api/v1/namespaces/kube-system/secrets/bootstrap-token-{token[..6]}"];
        Assert.Equal("bootstrap.kubernetes.io/token", secret["type"]!.ToString());
        Assert.Equal(token[7..], Data("token-secret"));
        Assert.Equal("2031-05-01T13:00:00Z", Data("expiration"));
        Assert.Equal("true", Data("usage-bootstrap-authentication"));
        Assert.Equal("true", Data("usage-bootstrap-signing"));
        Assert.Equal("system:bootstrappers:kubeadm:default-node-token", Data("auth-extra-groups"));

        string Data(string name) => Encoding.UTF8.GetString(Convert.FromBase64String(secret["data"]![name]!.ToString()));
    }

    [Fact]
    public async Task Render_InitNeedsNoApi_JoinWithoutApiIsATransientError()
    {
        await using var fixture = await NodesFixture.CreateAsync();
        fixture.Kubernetes.IsUp = false;
        var bootstrap = fixture.Get<IMachineBootstrap>();

        await bootstrap.RenderAsync(fixture.Spec, MachineRole.ControlPlaneInit, null, SampleCluster.Facts, default);
        var problem = await Assert.ThrowsAsync<OrchestratorException>(() =>
            bootstrap.RenderAsync(fixture.Spec, MachineRole.Worker, SampleCluster.Pool, SampleCluster.Facts, default));

        Assert.Equal(ErrorCatalog.ApiServerUnreachable.Code, problem.Error.Code);
        Assert.Equal(RetryClass.Transient, problem.Error.Retry);
    }

    [Fact]
    public async Task KeysAndTokens_NeverReachLogsErrorsOrText()
    {
        await using var fixture = await NodesFixture.CreateAsync();
        var bootstrap = fixture.Get<IMachineBootstrap>();
        var spoken = new StringBuilder();

        await bootstrap.RenderAsync(fixture.Spec, MachineRole.ControlPlaneJoin, null, SampleCluster.Facts, default);
        spoken.Append(await fixture.Get<PrepareBootstrap>().RunAsync(fixture.Group, default));
        fixture.Kubernetes.IsUp = false;
        spoken.Append((await Record.ExceptionAsync(() => bootstrap.RenderAsync(fixture.Spec, MachineRole.Worker, SampleCluster.Pool, SampleCluster.Facts, default)))!.ToString());
        spoken.Append(await fixture.Get<ObserveControlPlane>().RunAsync(fixture.Group, default));
        spoken.AppendJoin('\n', fixture.Logs.Lines);

        var secret = fixture.Kubernetes.Objects.Single(static entry => entry.Key.Contains("bootstrap-token", StringComparison.Ordinal)).Value;
        Assert.DoesNotContain("PRIVATE KEY", spoken.ToString());
        Assert.DoesNotContain(Encoding.UTF8.GetString(Convert.FromBase64String(secret["data"]!["token-secret"]!.ToString())), spoken.ToString());
    }

    [Fact]
    public async Task Kubeconfig_NamesTheTrueServerAndTheProxy_AndSaysWhoItIs()
    {
        await using var fixture = await NodesFixture.CreateAsync();

        var kubeconfig = await fixture.Get<IKubeconfigs>().GetAsync(fixture.Spec, default);

        Assert.Contains("server: 'https://c1-1a2b3c.westeurope.cloudapp.azure.com:6443'\n", kubeconfig);
        Assert.Contains("proxy-url: 'http://127.0.0.1:8899'\n", kubeconfig);
        Assert.Contains("client-key-data:", kubeconfig);
        Assert.Contains("current-context: 'c1-admin@c1'\n", kubeconfig);
    }

    [Fact]
    public async Task Kubeconfig_BeforeTheFirstApiServer_IsAClearError()
    {
        await using var fixture = await NodesFixture.CreateAsync(initialized: false);

        var problem = await Assert.ThrowsAsync<OrchestratorException>(() => fixture.Get<IKubeconfigs>().GetAsync(fixture.Spec, default));

        Assert.Equal(ErrorCatalog.NotInitialized.Code, problem.Error.Code);
    }
}
