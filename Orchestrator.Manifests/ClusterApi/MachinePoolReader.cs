using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed class MachinePoolReader : IKindReader
{
    private static readonly (string, string)[] Infrastructures =
    [
        ("AzureMachinePool", ApiGroups.Infrastructure), ("AzureManagedMachinePool", ApiGroups.Infrastructure), ("AzureASOManagedMachinePool", ApiGroups.Infrastructure),
    ];

    public string ApiGroup => ApiGroups.Core;

    public string ApiVersion => ApiGroups.Version;

    public string Kind => "MachinePool";

    public ManifestObject Read(ObjectReader root, ObjectMeta meta)
    {
        root.Ignore("status");
        var spec = root.RequiredObject("spec", at: string.Empty);
        spec?.Ignore("providerIDList");
        RefuseSeconds(spec, "minReadySeconds");
        var template = spec?.RequiredObject("template", at: string.Empty);
        ObjectMeta.ReadTemplate(template);
        var machine = template?.RequiredObject("spec", at: string.Empty);
        machine?.Unsupported("providerID", "failureDomain", "readinessGates");
        RefuseSeconds(machine, "minReadySeconds");
        RefuseTimeouts(machine);
        CheckClusterName(spec, machine);
        var infrastructure = ObjectReference.Read(machine, "infrastructureRef", Infrastructures);

        // Azure bootstraps the nodes of its own clusters.
        var isManaged = infrastructure?.Kind is "AzureManagedMachinePool" or "AzureASOManagedMachinePool";
        var bootstrap = machine?.RequiredObject("bootstrap");
        if (isManaged)
        {
            bootstrap?.Ignore("dataSecretName", "configRef");
        }

        var hasSecret = !isManaged && bootstrap?.String("dataSecretName") is not null;
        if (hasSecret)
        {
            bootstrap!.Refuse("dataSecretName", "Bootstrap data of one's own is not supported yet.", "Refer to a KubeadmConfig with configRef.");
        }

        return new MachinePoolManifest(meta, root.Context.Origins)
        {
            ClusterName = spec?.RequiredString("clusterName") ?? Sources.Unknown.Text,
            ClusterNameLocation = spec?.Locate("clusterName") ?? root.Location,
            Replicas = spec?.Integer("replicas"),
            Version = isManaged ? machine?.String("version") : machine?.RequiredString("version"),
            FailureDomains = spec?.Strings("failureDomains") ?? [],
            NodeDrainTimeout = machine?.Duration("nodeDrainTimeout"),
            Bootstrap = hasSecret || isManaged ? null : ObjectReference.Read(bootstrap, "configRef", "KubeadmConfig", ApiGroups.Bootstrap),
            Infrastructure = infrastructure,
        };
    }

    private static void CheckClusterName(ObjectReader? spec, ObjectReader? machine)
    {
        var (outer, inner) = (spec?.String("clusterName"), machine?.RequiredString("clusterName", at: "templateClusterName"));
        if (outer is not null && inner is not null && outer != inner && !Sources.Unknown.IsIn(inner))
        {
            machine!.Invalid("clusterName", $"The template's cluster is \"{inner}\", the pool's is \"{outer}\".", $"Write {outer}.");
        }
    }

    private static void RefuseSeconds(ObjectReader? owner, string name)
    {
        if (owner?.Integer(name) is { } seconds && seconds != 0)
        {
            owner.Refuse(name, $"'{name}' is not supported yet.", "Remove the field.");
        }
    }

    private static void RefuseTimeouts(ObjectReader? machine)
    {
        foreach (var name in (string[])["nodeVolumeDetachTimeout", "nodeDeletionTimeout"])
        {
            if (machine?.Duration(name) is { } timeout && timeout != TimeSpan.Zero)
            {
                machine.Refuse(name, $"'{name}' is not supported yet.", "Remove the field.");
            }
        }
    }
}
