using Orchestrator.Contracts.Messages;

namespace Orchestrator.EndToEnd;

/// <summary>The sample with the values that a test wants.</summary>
internal static class Manifests
{
    public const string Subscription = "00000000-0000-0000-0000-000000000000";
    public const string IdentityId = $"/subscriptions/{Subscription}/resourceGroups/capz-ci/providers/Microsoft.ManagedIdentity/userAssignedIdentities/cloud-provider-user-identity";

    public static ApplyRequest Sample(string version = "v1.30.2", int controlPlanes = 1, int workers = 4, string nodeSize = "Standard_D2s_v3", string controlPlaneSize = "Standard_D2s_v3") => new(
        [new ManifestFile("cluster.yaml", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cluster.yaml")))],
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CLUSTER_NAME"] = "c1",
            ["KUBERNETES_VERSION"] = version,
            ["CONTROL_PLANE_MACHINE_COUNT"] = $"{controlPlanes}",
            ["WORKER_MACHINE_COUNT"] = $"{workers}",
            ["AZURE_NODE_MACHINE_TYPE"] = nodeSize,
            ["AZURE_CONTROL_PLANE_MACHINE_TYPE"] = controlPlaneSize,
        });

    /// <summary>Two workers in the sample's pool and two in a second one.</summary>
    public static ApplyRequest WithSecondPool()
    {
        var sample = Sample(workers: 2);
        var file = sample.Files.Single();
        return sample with { Files = [file with { Content = file.Content.TrimEnd() + "\n  - name: second\n    replicas: 2\n    vmSize: Standard_D2s_v3\n    osDiskType: Premium_LRS\n" }] };
    }
}
