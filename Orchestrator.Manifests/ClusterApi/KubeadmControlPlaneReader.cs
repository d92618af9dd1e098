using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed class KubeadmControlPlaneReader : IKindReader
{
    public string ApiGroup => ApiGroups.ControlPlane;

    public string ApiVersion => ApiGroups.Version;

    public string Kind => "KubeadmControlPlane";

    public ManifestObject Read(ObjectReader root, ObjectMeta meta)
    {
        root.Ignore("status");
        var spec = root.RequiredObject("spec", at: string.Empty);
        spec?.Unsupported("rolloutBefore", "rolloutAfter", "remediationStrategy", "machineNamingStrategy");
        ReadRolloutStrategy(spec?.Object("rolloutStrategy"));
        var template = spec?.RequiredObject("machineTemplate", at: "machine");
        ObjectMeta.ReadTemplate(template);
        template?.Unsupported("readinessGates");
        RefuseTimeouts(template);
        return new KubeadmControlPlaneManifest(meta, root.Context.Origins)
        {
            Replicas = spec?.Integer("replicas"),
            Version = spec?.RequiredString("version") ?? Sources.Unknown.Text,
            Infrastructure = ObjectReference.Read(template, "infrastructureRef", "AzureMachineTemplate", ApiGroups.Infrastructure),
            Kubeadm = spec?.RequiredObject("kubeadmConfigSpec", at: "kubeadm") is { } kubeadm ? KubeadmConfigReader.ReadSpec(kubeadm) : new KubeadmSpec(),
        };
    }

    private static void ReadRolloutStrategy(ObjectReader? strategy)
    {
        _ = strategy?.Choice("type", ["RollingUpdate"]);
        var rolling = strategy?.Object("rollingUpdate");
        if (rolling?.IntegerOrString("maxSurge") is { } surge && surge != "1" && !Sources.Unknown.IsIn(surge))
        {
            rolling.Refuse("maxSurge", "Control planes roll with a surge of one machine only.", "Write 1, or remove the field.");
        }
    }

    // 0 means "for ever", which is what we do.
    private static void RefuseTimeouts(ObjectReader? template)
    {
        foreach (var name in (string[])["nodeDrainTimeout", "nodeVolumeDetachTimeout", "nodeDeletionTimeout"])
        {
            if (template?.Duration(name) is { } timeout && timeout != TimeSpan.Zero)
            {
                template.Refuse(name, $"'{name}' of a control plane is not supported yet.", "Remove the field.");
            }
        }
    }
}
