using Orchestrator.Manifests.Reading;

namespace Orchestrator.Manifests.ClusterApi;

internal sealed class AzureMachineTemplateReader : IKindReader
{
    public string ApiGroup => ApiGroups.Infrastructure;

    public string ApiVersion => ApiGroups.Version;

    public string Kind => "AzureMachineTemplate";

    public ManifestObject Read(ObjectReader root, ObjectMeta meta)
    {
        var template = root.RequiredObject("spec", at: string.Empty)?.RequiredObject("template", at: string.Empty);
        ObjectMeta.ReadTemplate(template);
        if (template?.RequiredObject("spec", at: string.Empty) is not { } spec)
        {
            return new AzureMachineTemplateManifest(meta, root.Context.Origins, Machine: null);
        }

        spec.Unsupported("providerID", "failureDomain", "allocatePublicIP", "enableIPForwarding", "disableExtensionOperations", "virtualMachineScaleSetID");
        var machine = MachineReader.ReadIdentity(spec, MachineReader.Read(spec)) with { AdditionalTags = spec.StringMap("additionalTags") };
        return new AzureMachineTemplateManifest(meta, root.Context.Origins, machine);
    }
}
