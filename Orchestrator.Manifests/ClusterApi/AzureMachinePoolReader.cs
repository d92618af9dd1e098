using Orchestrator.Contracts.Clusters;
using Orchestrator.Manifests.Drafts;
using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed class AzureMachinePoolReader : IKindReader
{
    public string ApiGroup => ApiGroups.Infrastructure;

    public string ApiVersion => ApiGroups.Version;

    public string Kind => "AzureMachinePool";

    public ManifestObject Read(ObjectReader root, ObjectMeta meta)
    {
        root.Ignore("status");
        var spec = root.RequiredObject("spec", at: string.Empty);
        spec?.Ignore("providerID", "providerIDList");
        return new AzureMachinePoolManifest(meta, root.Context.Origins)
        {
            Location = spec?.RequiredString("location", at: "poolLocation") ?? Sources.Unknown.Text,
            LocationLocation = spec?.Locate("location") ?? root.Location,
            Machine = spec is null ? null : ReadMachine(spec),
            Strategy = ReadStrategy(spec?.Object("strategy")),
            NodeDrainTimeout = spec?.Duration("nodeDrainTimeout"),
            OrchestrationMode = spec?.Choice<OrchestrationMode>("orchestrationMode") ?? OrchestrationMode.Uniform,
            PlatformFaultDomainCount = spec?.Integer("platformFaultDomainCount"),
            ZoneBalance = spec?.Boolean("zoneBalance"),
        };
    }

    private static MachineDraft? ReadMachine(ObjectReader spec)
    {
        var tags = spec.StringMap("additionalTags", at: "machine.additionalTags");
        if (spec.RequiredObject("template", at: "machine") is not { } template)
        {
            return null;
        }

        return MachineReader.ReadIdentity(spec, MachineReader.Read(template), at: "machine.") with
        {
            AdditionalTags = tags,
            TerminateNotificationMinutes = template.Integer("terminateNotificationTimeout", at: "terminateNotificationMinutes"),
        };
    }

    private static RollingUpdateSpec? ReadStrategy(ObjectReader? strategy)
    {
        _ = strategy?.Choice("type", ["RollingUpdate"]);
        if (strategy?.Object("rollingUpdate", at: string.Empty) is not { } rolling)
        {
            return null;
        }

        var defaults = new RollingUpdateSpec();
        return new RollingUpdateSpec
        {
            MaxSurge = rolling.IntegerOrString("maxSurge") ?? defaults.MaxSurge,
            MaxUnavailable = rolling.IntegerOrString("maxUnavailable") ?? defaults.MaxUnavailable,
            DeletePolicy = rolling.Choice<DeletePolicy>("deletePolicy") ?? defaults.DeletePolicy,
        };
    }
}
