using System.Text;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Simulator.Kubernetes.Hosting;
using Orchestrator.Simulator.Machines;
using Orchestrator.Simulator.Storage;
using Orchestrator.Simulator.Tests.Machines;

namespace Orchestrator.Simulator.Tests.Kubernetes;

/// <summary>The real kubectl, through the CONNECT proxy, with time running many times faster than real.</summary>
public sealed class KubectlTests
{
    [Fact]
    public async Task Kubectl_GetsCordonsDrainsAndExecutes()
    {
        if (!KubectlProcess.IsInstalled)
        {
            Assert.Skip("kubectl is not installed");
        }

        // Certificates are checked by kubectl against the machine's clock.
        var clock = new VirtualClock(SystemTime.Provider.GetUtcNow());
        using var frontends = new TestSimulation(start: clock.GetUtcNow());
        using var machines = new SimulatedMachines(new MemorySimulatorStore(), frontends, clock, new ThreadPoolDispatcher(clock), new SeededRandomness(3),
            new MachineOptions { Workload = new SampleWorkload("web", 2, MinAvailable: "2") });
        machines.Start(frontends.Machine("cp-0", TestUserData.Init(frontends.Pki, TestSimulation.Endpoint, "v1.30.2"), isBehindLoadBalancer: true));
        machines.Start(frontends.Machine("worker-0", TestUserData.Join(frontends.Pki, TestSimulation.Endpoint, isControlPlane: false)));
        machines.Start(frontends.Machine("worker-1", TestUserData.Join(frontends.Pki, TestSimulation.Endpoint, isControlPlane: false)));
        var folder = Directory.CreateTempSubdirectory("orc-kubectl");
        await using var server = await KubernetesServer.StartAsync(machines.Clusters, new KubernetesServerOptions());
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "config"), Kubeconfig(frontends.Pki, server.KubernetesProxy));
        using var pacer = new ClockPacer(clock, 100);
        try
        {
            await RunAllAsync(machines, folder.FullName, new KubectlProcess(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAllAsync(SimulatedMachines machines, string folder, KubectlProcess kubectl)
    {
        while (machines.Clusters.All is not [{ Nodes.Count: 3 } cluster] || !cluster.Nodes.All(static node => node.Ready))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), SystemTime.Provider);
        }

        await kubectl.SucceedsAsync("wait --for=condition=Available deployment/web --timeout=60s", "condition met");
        await kubectl.SucceedsAsync("version", "Server Version: v1.30.2");
        await kubectl.SucceedsAsync("get nodes", "NAME", "STATUS", "ROLES", "control-plane", "Ready", "v1.30.2");
        await kubectl.SucceedsAsync("get pods -A", "kube-system", "etcd-cp-0", "coredns-", "web-", "Running");
        await kubectl.SucceedsAsync("cordon worker-0", "cordoned");
        await kubectl.SucceedsAsync("get nodes worker-0", "Ready,SchedulingDisabled");
        var (code, output) = await kubectl.RunAsync("drain worker-0 --ignore-daemonsets --timeout=7s");
        Assert.NotEqual(0, code);
        Assert.Contains("Cannot evict pod as it would violate the pod's disruption budget", output, StringComparison.Ordinal);

        await kubectl.SucceedsAsync("patch pdb web --type=merge -p {\"spec\":{\"minAvailable\":1}}", "patched");
        await kubectl.SucceedsAsync("drain worker-0 --ignore-daemonsets --timeout=60s", "drained");
        await kubectl.SucceedsAsync("uncordon worker-0", "uncordoned");
        await kubectl.SucceedsAsync("exec -n kube-system etcd-cp-0 -- etcdctl member list", "started, cp-0");
        await kubectl.SucceedsAsync("scale deployment web --replicas=3", "scaled");
        await kubectl.SucceedsAsync("rollout status deployment web --timeout=60s", "successfully rolled out");
        await File.WriteAllTextAsync(Path.Combine(folder, "map.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {a: b}\n");
        await kubectl.SucceedsAsync("apply -f map.yaml", "created");
        await kubectl.SucceedsAsync("apply --server-side --force-conflicts -f map.yaml", "serverside-applied");
        await kubectl.SucceedsAsync("delete -f map.yaml", "deleted");
        await kubectl.SucceedsAsync("get pdb", "ALLOWED DISRUPTIONS");
    }

    private static string Kubeconfig(TestPki pki, Uri proxy)
    {
        var client = pki.Client();
        return $$"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: c1
              cluster:
                server: https://{{TestSimulation.Endpoint}}:6443
                proxy-url: {{proxy}}
                certificate-authority-data: {{pki.AuthorityBase64}}
            users:
            - name: admin
              user:
                client-certificate-data: {{Convert.ToBase64String(Encoding.UTF8.GetBytes(client.ExportCertificatePem()))}}
                client-key-data: {{Convert.ToBase64String(Encoding.UTF8.GetBytes(System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPrivateKey(client)!.ExportPkcs8PrivateKeyPem()))}}
            contexts:
            - {name: c1, context: {cluster: c1, user: admin} }
            current-context: c1
            """;
    }
}
