using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Manifests.Tests;

public sealed class TemplateTests
{
    private static string Template => Repository.Shared("inputs", "capz", "cluster-template-machinepool.yaml");

    [Fact]
    public void MachinePoolTemplate_WithItsVariables_IsTheClusterItDescribes()
    {
        var spec = Reading.Cluster(Reading.ReadTemplate(Template));

        Assert.Equal(new ClusterKey("default", "c1"), spec.Key);
        Assert.Equal(("c1", "westeurope", "AzurePublicCloud"), (spec.ResourceGroup, spec.Location, spec.Environment));
        Assert.Equal("cluster-identity", spec.Identity.Name);
        Assert.Equal(["192.168.0.0/16"], spec.ClusterNetwork.PodCidrBlocks);
        Assert.Equal(["control-plane-subnet 10.0.0.0/16", "node-subnet 10.1.0.0/16"], spec.Network.Subnets.Select(s => $"{s.Name} {s.CidrBlocks.Single()}"));
        Assert.Equal("/var/lib/etcddisk/etcd", spec.ControlPlane.Kubeadm.ClusterConfiguration?["etcd"]?["local"]?["dataDir"]?.GetValue<string>());
        Assert.Equal("etcddisk 256 lun 0 ReadWrite", spec.ControlPlane.Machine.DataDisks.Select(d => $"{d.NameSuffix} {d.DiskSizeGB} lun {d.Lun} {d.CachingType}").Single());
        Assert.StartsWith("/subscriptions/00000000", spec.ControlPlane.Machine.UserAssignedIdentities.Single(), StringComparison.Ordinal);
        var pool = spec.MachinePools.Single();
        Assert.Equal(("c1-mp-0", 2, "v1.30.2", "Standard_D4s_v3"), (pool.Name, pool.Replicas, pool.Version, pool.Machine.VmSize));
        Assert.Equal(new RollingUpdateSpec { MaxSurge = "25%", MaxUnavailable = "1" }, pool.Strategy);
        Assert.Equal("c1-mp-0-azure-json", pool.Kubeadm.Files.Single().SecretName);
    }

    [Fact]
    public void MachinePoolTemplate_WithEveryValueGiven_UsesTheValues()
    {
        var spec = Reading.Cluster(Reading.ReadTemplate(
            Template, ("AZURE_RESOURCE_GROUP", "rg"), ("AZURE_VNET_NAME", "net"), ("CONTROL_PLANE_MACHINE_COUNT", "3"), ("WORKER_MACHINE_COUNT", "7"),
            ("SERVICE_ACCOUNT_ISSUER", "https://issuer.example.com")));

        Assert.Equal(("rg", "net", 3, 7), (spec.ResourceGroup, spec.Network.VirtualNetwork.Name, spec.ControlPlane.Replicas, spec.MachinePools.Single().Replicas));
        Assert.Equal(
            "https://issuer.example.com",
            spec.ControlPlane.Kubeadm.ClusterConfiguration?["apiServer"]?["extraArgs"]?["service-account-issuer"]?.GetValue<string>());
    }

    [Fact]
    public void MachinePoolTemplate_WithoutVariables_NamesEachUndefinedOneAtItsPlaceAndNothingElse()
    {
        var text = Template;
        var result = Reading.Read(text);

        Assert.Equal(["ORC0109"], result.Diagnostics.Select(d => d.Code).Distinct());
        Assert.Empty(result.Clusters);
        var lines = text.Split('\n');
        Assert.All(result.Diagnostics, d => Assert.StartsWith("${", lines[d.Line!.Value - 1][(d.Column!.Value - 1)..], StringComparison.Ordinal));
        var required = Reading.TemplateVariables.Keys.Order(StringComparer.Ordinal);
        Assert.Equal(required, result.Diagnostics.Select(d => d.Message.Split(' ')[2]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void NativeSample_WithTheTemplatesValues_IsTheSameCluster()
    {
        var template = Reading.Cluster(Reading.ReadTemplate(Template, ("WORKER_MACHINE_COUNT", "4")));
        var sample = Reading.Cluster(Reading.ReadTemplate(Repository.Sample("cluster.yaml")));

        Assert.Equal(["$.identity.name", "$.machinePools[0].strategy.maxSurge", "$.machinePools[0].strategy.maxUnavailable"], Differences(template, sample));
    }

    [Fact]
    public void Samples_AsTheyAre_AreValid()
    {
        var spec = Reading.Cluster(Reading.Read(Repository.Sample("cluster.yaml")));

        Assert.Equal((1, 4, "v1.30.2"), (spec.ControlPlane.Replicas, spec.MachinePools.Single().Replicas, spec.ControlPlane.Version));
        Assert.Equal(new RollingUpdateSpec(), spec.MachinePools.Single().Strategy);
        Assert.Equal("apiserver.k8s.example.com", Reading.Cluster(Reading.Read(Repository.Sample("private.yaml"))).ClusterNetwork.ControlPlaneHost);
        Assert.Equal("cluster-identity", Assert.Single(Reading.Read(Repository.Sample("identity.yaml")).Identities).Name);
    }

    [Fact]
    public void NativeSample_IsAboutThirtyLines() =>
        Assert.InRange(Repository.Sample("cluster.yaml").Split('\n').Count(line => line.Length > 0 && !line.TrimStart().StartsWith('#')), 20, 35);

    private static List<string> Differences(ClusterSpec a, ClusterSpec b)
    {
        var differences = new List<string>();
        Compare("$", JsonSerializer.SerializeToNode(a, ContractJson.Options), JsonSerializer.SerializeToNode(b, ContractJson.Options));
        return differences;

        void Compare(string path, JsonNode? x, JsonNode? y)
        {
            if (x is JsonObject one && y is JsonObject other)
            {
                foreach (var key in one.Select(p => p.Key).Union(other.Select(p => p.Key), StringComparer.Ordinal))
                {
                    Compare($"{path}.{key}", one[key], other[key]);
                }
            }
            else if (x is JsonArray list && y is JsonArray others && list.Count == others.Count)
            {
                for (var i = 0; i < list.Count; i++)
                {
                    Compare($"{path}[{i}]", list[i], others[i]);
                }
            }
            else if (!JsonNode.DeepEquals(x, y))
            {
                differences.Add(path);
            }
        }
    }
}
