using System.Text.Json.Nodes;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.EndToEnd;

/// <summary>AKS clusters with the values that a test wants.</summary>
public static class AksManifests
{
    public const string ClusterId = $"/subscriptions/{Manifests.Subscription}/resourceGroups/aks1/providers/Microsoft.ContainerService/managedClusters/aks1";

    /// <summary>A change of the sample: Azure upgrades nothing by itself.</summary>
    public static readonly (string Old, string New) NoChannel = ("upgradeChannel: patch", "upgradeChannel: none");

    /// <summary>The sample, with texts in it replaced.</summary>
    public static ApplyRequest Sample(string version = "v1.31.2", params (string Old, string New)[] changes)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "aks.yaml"));
        foreach (var (old, next) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, next, StringComparison.Ordinal);
        }

        return new ApplyRequest([new ManifestFile("aks.yaml", text)], new Dictionary<string, string>(StringComparer.Ordinal) { ["KUBERNETES_VERSION"] = version });
    }

    /// <summary>The sample that Azure does not upgrade by itself, with texts in it replaced.</summary>
    public static ApplyRequest WithoutUpgrades(params (string Old, string New)[] changes) => Sample(changes: [NoChannel, .. changes]);

    /// <summary>A change of the sample: these fields of its operations.</summary>
    public static (string Old, string New) Operations(string fields) => ("  properties:\n    networkProfile", $"  operations: {{ {fields} }}\n  properties:\n    networkProfile");

    /// <summary>A cluster in the typed kinds of Cluster API Provider Azure. Each argument is flow YAML inside the object that it names.</summary>
    public static ApplyRequest Typed(string version = "v1.31.2", string controlPlane = "", string annotations = "", string pool = "", string poolAnnotations = "")
    {
        var text = $$"""
            apiVersion: cluster.x-k8s.io/v1beta1
            kind: Cluster
            metadata: {name: aks1}
            spec:
              controlPlaneRef: {apiVersion: infrastructure.cluster.x-k8s.io/v1beta1, kind: AzureManagedControlPlane, name: aks1}
              infrastructureRef: {apiVersion: infrastructure.cluster.x-k8s.io/v1beta1, kind: AzureManagedCluster, name: aks1}
            ---
            apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
            kind: AzureManagedControlPlane
            metadata: {name: aks1, annotations: { {{annotations}} } }
            spec: {subscriptionID: {{Manifests.Subscription}}, location: westeurope, resourceGroupName: aks1, identityRef: {kind: AzureClusterIdentity, name: id}, version: {{version}}, {{controlPlane}} }
            ---
            apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
            kind: AzureManagedCluster
            metadata: {name: aks1}
            ---
            apiVersion: cluster.x-k8s.io/v1beta1
            kind: MachinePool
            metadata: {name: pool0}
            spec: {clusterName: aks1, replicas: 2, template: {spec: {clusterName: aks1, version: {{version}}, bootstrap: {dataSecretName: ""}, infrastructureRef: {kind: AzureManagedMachinePool, name: pool0} } } }
            ---
            apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
            kind: AzureManagedMachinePool
            metadata: {name: pool0, annotations: { {{poolAnnotations}} } }
            spec: {mode: System, sku: Standard_D2s_v3, {{pool}} }
            ---
            apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
            kind: AzureClusterIdentity
            metadata: {name: id}
            spec: {type: WorkloadIdentity, tenantID: 00000000-0000-0000-0000-000000000001, clientID: 00000000-0000-0000-0000-000000000002, allowedNamespaces: {} }
            """;
        return new ApplyRequest([new ManifestFile("typed.yaml", text)], null);
    }

    /// <summary>A template of Cluster API Provider Azure; skips where it is not there.</summary>
    public static ApplyRequest Template(string name, string version = "v1.31.2", params string[] more)
    {
        var folder = Path.Combine(ProjectRoot(), "..", "shared", "inputs", "capz");
        var files = more.Prepend(name).Select(file => Path.Combine(folder, file)).ToList();
        Assert.SkipUnless(files.TrueForAll(File.Exists), $"{name} is not there.");
        return new ApplyRequest(
            [.. files.Select(static file => new ManifestFile(Path.GetFileName(file), File.ReadAllText(file)))],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["CLUSTER_NAME"] = "aks1",
                ["CLUSTER_CLASS_NAME"] = "aks-class",
                ["CLUSTER_IDENTITY_NAME"] = "cluster-identity",
                ["ASO_CREDENTIAL_SECRET_NAME"] = "aso-credential",
                ["AZURE_LOCATION"] = "westeurope",
                ["AZURE_SUBSCRIPTION_ID"] = Manifests.Subscription,
                ["AZURE_TENANT_ID"] = "00000000-0000-0000-0000-000000000001",
                ["AZURE_CLIENT_ID_USER_ASSIGNED_IDENTITY"] = "00000000-0000-0000-0000-000000000002",
                ["KUBERNETES_VERSION"] = version,
                ["AZURE_NODE_MACHINE_TYPE"] = "Standard_D2s_v3",
            });
    }

    /// <summary>An official example of Microsoft.ContainerService; skips where it is not there.</summary>
    public static JsonObject Example(string name)
    {
        var file = Path.Combine(ProjectRoot(), "..", "shared", "reference", "arm", "examples", "containerservice", name);
        Assert.SkipUnless(File.Exists(file), $"{name} is not there.");
        return JsonNode.Parse(File.ReadAllText(file))!.AsObject();
    }

    private static string ProjectRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Orchestrator.sln is in no folder above the tests.");
        }

        return folder.FullName;
    }
}
