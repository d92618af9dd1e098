using Orchestrator.Simulator.Kubernetes;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Tests.Machines;

public sealed class JoiningTests
{
    [Fact]
    public async Task InitAndJoins_WithGoodUserData_BecomeReadyNodesOfOneCluster()
    {
        using var simulation = new TestSimulation();
        simulation.StartInit();
        simulation.StartControlPlane("cp-1");
        simulation.StartControlPlane("cp-2");
        simulation.StartWorker("worker-0");
        await simulation.PassAsync(300);

        Assert.Equal(["cp-0", "cp-1", "cp-2", "worker-0"], simulation.Cluster.Nodes.Select(static node => node.Name));
        Assert.All(simulation.Cluster.Nodes, static node => Assert.True(node.Ready));
        Assert.Equal(3, simulation.Cluster.Nodes.Count(static node => node.IsControlPlane));
        Assert.Equal("azure:///subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/cp-0", simulation.Cluster.Nodes[0].ProviderId);
        Assert.Empty(simulation.Machines.Violations);
    }

    [Fact]
    public async Task Boot_OfTheFirstMachine_TakesTheTimeThatMachinesTake()
    {
        using var simulation = new TestSimulation();
        simulation.StartInit();
        await simulation.PassAsync(19 + 40);
        Assert.Empty(simulation.Machines.Clusters.All);
        await simulation.PassAsync(36);
        Assert.Single(simulation.Machines.Clusters.All);
    }

    public static TheoryData<string, Func<TestPki, string>, string> BrokenUserData() => new()
    {
        { "no certificates", static pki => Without(pki, "/etc/kubernetes/pki/sa.key"), "sa.key does not exist" },
        { "no CA", static pki => With(pki, "/etc/kubernetes/pki/ca.crt", pki.Client().ExportCertificatePem()), "not a CA" },
        { "foreign key", static pki => With(pki, "/etc/kubernetes/pki/ca.key", pki.Files["/etc/kubernetes/pki/front-proxy-ca.key"]), "no matching certificate and key" },
        { "newer than the image", static pki => TestUserData.Init(pki, TestSimulation.Endpoint, "v1.31.0"), "is higher than the kubeadm version" },
        { "much older than the image", static pki => TestUserData.Init(pki, TestSimulation.Endpoint, "v1.28.0"), "only supports deploying clusters with the control plane version >= v1.29.0" },
        { "v1beta4 too early", static pki => TestUserData.Init(pki, TestSimulation.Endpoint, "v1.30.2").Replace("v1beta3", "v1beta4"), "which kubeadm v1.30.2 does not know" },
        { "boolean argument", static pki => TestUserData.Init(pki, TestSimulation.Endpoint, "v1.30.2").Replace("allocate-node-cidrs: \"false\"", "allocate-node-cidrs: false"), "cannot unmarshal false into field" },
        { "unrendered name", static pki => TestUserData.Init(pki, TestSimulation.Endpoint, "v1.30.2").Replace("## template: jinja\n", ""), "lowercase RFC 1123 subdomain" },
        { "unknown variable", static pki => TestUserData.Init(pki, TestSimulation.Endpoint, "v1.30.2").Replace("local_hostname", "nonsense"), "lowercase RFC 1123 subdomain" },
        { "missing file", static pki => TestUserData.Init(pki, TestSimulation.Endpoint, "v1.30.2").Replace("--config /run/kubeadm/kubeadm.yaml", "--config /tmp/k.yaml"), "no such file or directory" },
        { "too early", static pki => TestUserData.Init(pki, TestSimulation.Endpoint, "v1.30.2").Replace("runcmd:", "bootcmd:"), "bootcmd runs before write_files" },
        { "missing disk", static pki => TestUserData.Init(pki, TestSimulation.Endpoint, "v1.30.2").Replace("lun0", "lun1"), "lun1 does not exist: the machine has 1 data disks" },
        { "unlabelled mount", static pki => TestUserData.Init(pki, TestSimulation.Endpoint, "v1.30.2").Replace("label: etcd_disk", "label: other"), "no filesystem is labelled etcd_disk" },
        { "broken YAML", static _ => "#cloud-config\nwrite_files: [", "failed loading the cloud-config" },
        { "no cloud-config", static _ => "hello", "unhandled user data" },
        { "bad subnet", static pki => TestUserData.Init(pki, TestSimulation.Endpoint, "v1.30.2").Replace("192.168.0.0/16", "192.168.0.0/99"), "couldn't parse subnet" },
        { "probe without anonymous access", static pki => TestUserData.Init(pki, TestSimulation.Endpoint, "v1.30.2", extra: "apiServer: {extraArgs: {anonymous-auth: \"false\"}}"), "probe of /readyz is refused" },
        { "internal load balancer", static pki => TestUserData.Init(pki, "10.0.0.100", "v1.30.2"), "cannot reach itself through" },
        { "internal name", static pki => TestUserData.Init(pki, "apiserver.c1.capz.io", "v1.30.2"), "cannot reach itself through" },
        { "kubeadm file of another shape", static pki => TestUserData.Init(pki, TestSimulation.Endpoint, "v1.30.2").Replace("etcd: {local: {dataDir: /var/lib/etcddisk/etcd}}", "etcd: text"), "cannot be used" },
        { "endpoint leads elsewhere", static pki => TestUserData.Init(pki, "other.westeurope.cloudapp.azure.com", "v1.30.2"), "does not lead to this machine" },
    };

    [Theory]
    [MemberData(nameof(BrokenUserData))]
    public async Task Init_WithBrokenUserData_NeverFormsAClusterAndSaysWhy(string name, Func<TestPki, string> userData, string reason)
    {
        using var simulation = new TestSimulation();
        simulation.Machines.Start(simulation.Machine("cp-0", userData(simulation.Pki), isBehindLoadBalancer: true));
        await simulation.PassAsync(900);

        Assert.True(simulation.Machines.Clusters.All.Count == 0, name);
        Assert.Equal(MachinePhase.Failed, simulation.Machines.PhaseOf(TestSimulation.ResourceId("cp-0")));
        Assert.Contains(simulation.Machines.BootLog(TestSimulation.ResourceId("cp-0")), line => line.Contains(reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("zzzzzz.0123456789abcdef", null, "1.30.2", "could not find a JWS signature")]
    [InlineData("abcdef.ffffffffffffffff", null, "1.30.2", "has another secret or type")]
    [InlineData(TestUserData.Token, "sha256:00", "1.30.2", "none of the public keys")]
    [InlineData(TestUserData.Token, null, "1.31.0", "is newer than the API server")]
    [InlineData(TestUserData.Token, null, "1.26.0", "more than 3 minor versions older")]
    public async Task Join_ThatTheClusterWouldRefuse_NeverBecomesANode(string token, string? hash, string version, string reason)
    {
        using var simulation = new TestSimulation();
        simulation.StartInit();
        await simulation.PassAsync(120);
        simulation.Machines.Start(simulation.Machine("worker-0", TestUserData.Join(simulation.Pki, TestSimulation.Endpoint, isControlPlane: false, token, hash), version));
        await simulation.PassAsync(600);

        Assert.DoesNotContain(simulation.Cluster.Nodes, static node => node.Name == "worker-0");
        Assert.Contains(simulation.Machines.BootLog(TestSimulation.ResourceId("worker-0")), line => line.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Join_WithAnExpiredToken_IsRefusedUntilAFreshOneIsThere()
    {
        using var simulation = new TestSimulation();
        simulation.Machines.Start(simulation.Machine("cp-0", TestUserData.Init(simulation.Pki, TestSimulation.Endpoint, "v1.30.2", ttl: "2m"), isBehindLoadBalancer: true));
        await simulation.PassAsync(300);
        simulation.StartWorker("worker-0");
        await simulation.PassAsync(60);
        Assert.Contains(simulation.Machines.BootLog(TestSimulation.ResourceId("worker-0")), static line => line.Contains("expired at", StringComparison.Ordinal));

        var until = simulation.Clock.GetUtcNow().AddHours(1).ToString("yyyy-MM-ddTHH:mm:ssZ");
        using var client = simulation.Administrator();
        using var renewed = await client.PatchAsync("/api/v1/namespaces/kube-system/secrets/bootstrap-token-abcdef",
            new StringContent($$$"""{"stringData":{"expiration":"{{{until}}}"}}""", null, "application/merge-patch+json"));
        Assert.True(renewed.IsSuccessStatusCode, await renewed.Content.ReadAsStringAsync());
        await simulation.PassAsync(60);

        Assert.Contains(simulation.Cluster.Nodes, static node => node is { Name: "worker-0", Ready: true });
    }

    [Fact]
    public async Task Worker_ThatBootsBeforeTheControlPlane_WaitsFiveMinutesAndThenGivesUp()
    {
        using var simulation = new TestSimulation();
        simulation.StartWorker("worker-0");
        await simulation.PassAsync(200);
        Assert.Equal(MachinePhase.Discovering, simulation.Machines.PhaseOf(TestSimulation.ResourceId("worker-0")));
        await simulation.PassAsync(200);
        Assert.Equal(MachinePhase.Failed, simulation.Machines.PhaseOf(TestSimulation.ResourceId("worker-0")));
    }

    [Fact]
    public async Task SecondInit_WhileTheFirstControlPlaneLives_IsReportedAsSplitBrain()
    {
        using var simulation = new TestSimulation();
        simulation.StartInit();
        await simulation.PassAsync(120);
        simulation.StartInit("cp-1");
        await simulation.PassAsync(120);

        Assert.Equal([MachineViolationKind.SplitBrain], simulation.Machines.Violations.Select(static violation => violation.Kind));
        Assert.Equal(["cp-0"], simulation.Cluster.Nodes.Select(static node => node.Name));
    }

    [Fact]
    public async Task Machine_ThatComesBackUnderTheSameId_JoinsAgainInItsPlace()
    {
        using var simulation = new TestSimulation();
        simulation.StartInit();
        simulation.StartWorker("worker-0");
        await simulation.PassAsync(200);
        simulation.Machines.Delete(TestSimulation.ResourceId("worker-0"));
        await simulation.PassAsync(5);
        simulation.StartWorker("worker-0");
        await simulation.PassAsync(10);
        Assert.False(simulation.Cluster.Nodes.Single(static node => node.Name == "worker-0").Ready);
        await simulation.PassAsync(200);
        Assert.True(simulation.Cluster.Nodes.Single(static node => node.Name == "worker-0").Ready);
    }

    [Fact]
    public async Task Upgrade_NeedsKubeadmConfigFirstAndTheWholeControlPlaneBeforeWorkers()
    {
        using var simulation = new TestSimulation();
        simulation.StartInit();
        await simulation.PassAsync(120);
        simulation.StartControlPlane("cp-1", "1.31.4");
        await simulation.PassAsync(120);
        Assert.Contains(simulation.Machines.BootLog(TestSimulation.ResourceId("cp-1")), static line => line.Contains("newer than the API server v1.30.2", StringComparison.Ordinal));

        using var client = simulation.Administrator();
        const string Path = "/api/v1/namespaces/kube-system/configmaps/kubeadm-config";
        var map = await TestSimulation.JsonAsync(await client.GetAsync(Path));
        map["data"]!["ClusterConfiguration"] = map["data"]!["ClusterConfiguration"]!.ToString().Replace("v1.30.2", "v1.31.4", StringComparison.Ordinal);
        Assert.True((await client.PutAsync(Path, new StringContent(map.ToJsonString(), null, "application/json"))).IsSuccessStatusCode);
        simulation.StartControlPlane("cp-2", "1.31.4");
        simulation.StartWorker("worker-0", "1.31.4");
        await simulation.PassAsync(200);

        Assert.Equal("v1.31.4", simulation.Cluster.Nodes.Single(static node => node.Name == "cp-2").KubeletVersion);
        Assert.Equal("v1.31.4", (await TestSimulation.JsonAsync(await client.GetAsync("/version")))["gitVersion"]!.ToString());
        Assert.Equal(MachinePhase.Failed, simulation.Machines.PhaseOf(TestSimulation.ResourceId("worker-0")));
    }

    [Fact]
    public async Task ScaleSetInstance_IsKnownByItsNumber()
    {
        using var simulation = new TestSimulation();
        simulation.StartInit();
        await simulation.PassAsync(120);
        const string Id = "/subscriptions/s/resourceGroups/My-RG/providers/Microsoft.Compute/virtualMachineScaleSets/c1-mp-0/virtualMachines/7";
        simulation.Machines.Start(simulation.Machine("c1-mp-0000007", TestUserData.Join(simulation.Pki, TestSimulation.Endpoint, isControlPlane: false), id: Id));
        await simulation.PassAsync(120);
        Assert.Equal(
            "azure:///subscriptions/s/resourceGroups/my-rg/providers/Microsoft.Compute/virtualMachineScaleSets/c1-mp-0/virtualMachines/7",
            simulation.Cluster.Nodes.Single(static node => node.Name == "c1-mp-0000007").ProviderId);
    }

    [Fact]
    public async Task UserData_InItsOtherForms_WorksAsWell()
    {
        using var simulation = new TestSimulation();
        var init = TestUserData.Init(simulation.Pki, TestSimulation.Endpoint, "v1.30.2");
        simulation.Machines.Start(simulation.Machine("cp-0", null, isBehindLoadBalancer: true) with { CustomDataBase64 = TestUserData.Encode(init, zip: true) });
        var join = TestUserData.Join(simulation.Pki, TestSimulation.Endpoint, isControlPlane: false);
        var multipart = $"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"xyz\"\n\n--xyz\nContent-Type: text/x-shellscript\n\n#!/bin/sh\necho hello\n--xyz\nContent-Type: text/cloud-config\n\n{join}\n--xyz--\n";
        simulation.Machines.Start(simulation.Machine("worker-0", multipart));
        await simulation.PassAsync(300);

        Assert.Equal(["cp-0", "worker-0"], simulation.Cluster.Nodes.Select(static node => node.Name));
    }

    [Fact]
    public async Task EverythingInFlight_WhenTheProcessDies_GoesOnAfterwards()
    {
        var folder = Directory.CreateTempSubdirectory("orc-machines");
        try
        {
            var path = Path.Combine(folder.FullName, "simulator.db");
            var pki = new TestPki(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
            var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
            for (var death = 0; death < 30; death++)
            {
                using var store = new Orchestrator.Simulator.Storage.SqliteSimulatorStore(path);
                using var simulation = new TestSimulation(store: store, start: now, pki: pki);
                if (death == 0)
                {
                    simulation.StartInit();
                    simulation.StartControlPlane("cp-1");
                    simulation.StartControlPlane("cp-2");
                    simulation.StartWorker("worker-0");
                }

                await simulation.PassAsync(10);
                now = simulation.Clock.GetUtcNow();
                if (death == 29)
                {
                    Assert.Equal(4, simulation.Cluster.Nodes.Count(static node => node.Ready));
                    Assert.Equal(3, System.Text.Json.Nodes.JsonNode.Parse(simulation.Cluster.Etcdctl("cp-0", ["member", "list", "-w", "json"]).Output)!["members"]!.AsArray().Count);
                    Assert.Empty(simulation.Machines.Violations);
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Without(TestPki pki, string path)
    {
        pki.Files.Remove(path);
        return TestUserData.Init(pki, TestSimulation.Endpoint, "v1.30.2");
    }

    private static string With(TestPki pki, string path, string content)
    {
        pki.Files[path] = content;
        return TestUserData.Init(pki, TestSimulation.Endpoint, "v1.30.2");
    }
}
