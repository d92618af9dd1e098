using Orchestrator.Contracts.Messages;

namespace Orchestrator.EndToEnd;

/// <summary>The sample with the values that a test wants.</summary>
public static class Manifests
{
    public const string Subscription = "00000000-0000-0000-0000-000000000000";
    public const string OtherSubscription = "00000000-0000-0000-0000-00000000000b";
    public const string HubId = $"/subscriptions/{OtherSubscription}/resourceGroups/hub-rg/providers/Microsoft.Network/virtualNetworks/hub";
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

    /// <summary>The same with what the cluster's spec says about drift, such as <c>policy: repair</c>.</summary>
    public static ApplyRequest WithDrift(this ApplyRequest sample, string drift)
    {
        var file = sample.Files.Single();
        return sample with { Files = [file with { Content = file.Content.Replace("  network:\n", $"  drift: {{ {drift} }}\n  network:\n", StringComparison.Ordinal) }] };
    }

    /// <summary>The sample for a service principal whose secret comes along.</summary>
    public static ApplyRequest WithServicePrincipal(string secret)
    {
        var sample = Sample(workers: 1);
        var file = sample.Files.Single();
        var content = file.Content
            .Replace("type: WorkloadIdentity", "type: ServicePrincipal\n    secretName: sp", StringComparison.Ordinal)
            .Replace("${AZURE_TENANT_ID:=00000000-0000-0000-0000-000000000001}", "11111111-1111-1111-1111-111111111111", StringComparison.Ordinal)
            .Replace("${AZURE_CLIENT_ID_USER_ASSIGNED_IDENTITY:=00000000-0000-0000-0000-000000000002}", "22222222-2222-2222-2222-222222222222", StringComparison.Ordinal);
        return sample with { Files = [file with { Content = content }, new ManifestFile("secret.yaml", $"apiVersion: v1\nkind: Secret\nmetadata: {{name: sp}}\nstringData: {{clientSecret: {secret}}}\n")] };
    }

    /// <summary>A private cluster with a bastion, whose network is peered with <see cref="HubId"/>.</summary>
    public static ApplyRequest Private(string hub = HubId)
    {
        var sample = Sample(workers: 2, controlPlanes: 3);
        var file = sample.Files.Single();
        return sample with
        {
            Files =
            [
                file with
                {
                    Content = file.Content.Replace(
                        "  network:\n",
                        $"  network:\n    virtualNetwork: {{ peerings: [{{ remote: {hub} }}] }}\n    apiServer: {{ type: Internal }}\n    controlPlaneOutbound: {{}}\n    bastion: {{}}\n",
                        StringComparison.Ordinal),
                },
            ],
        };
    }

    /// <summary>Two workers in the sample's pool and two in a second one.</summary>
    public static ApplyRequest WithSecondPool()
    {
        var sample = Sample(workers: 2);
        var file = sample.Files.Single();
        return sample with { Files = [file with { Content = file.Content.TrimEnd() + "\n  - name: second\n    replicas: 2\n    vmSize: Standard_D2s_v3\n    osDiskType: Premium_LRS\n" }] };
    }
}
