using Orchestrator.Activities.Nodes;
using YamlDotNet.RepresentationModel;

namespace Orchestrator.Activities.Tests.Nodes;

public sealed class KubeconfigProxyTests
{
    private const string Kubeconfig = """
        apiVersion: v1
        kind: Config
        clusters:
        - name: aks1
          cluster:
            server: https://aks1.hcp.westeurope.azmk8s.io:443
            certificate-authority-data: QUJD
        users:
        - name: admin
          user: { token: secret }
        """;

    [Fact]
    public void Kubeconfig_WithoutAProxy_StaysAsItIs() => Assert.Equal(Kubeconfig, KubeconfigProxy.Add(Kubeconfig, proxy: null));

    [Fact]
    public void Kubeconfig_WithAProxy_NamesItInEachClusterAndKeepsTheRest()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(KubeconfigProxy.Add(Kubeconfig, "http://127.0.0.1:8002")));

        var root = yaml.Documents.Single().RootNode;
        Assert.Equal("http://127.0.0.1:8002", (string?)root["clusters"][0]["cluster"]["proxy-url"]);
        Assert.Equal("https://aks1.hcp.westeurope.azmk8s.io:443", (string?)root["clusters"][0]["cluster"]["server"]);
        Assert.Equal("secret", (string?)root["users"][0]["user"]["token"]);
    }
}
