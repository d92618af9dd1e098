using Orchestrator.Manifests.Drafts;
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

        spec.Unsupported("providerID");
        var machine = MachineReader.ReadIdentity(spec, MachineReader.Read(spec)) with
        {
            AdditionalTags = spec.StringMap("additionalTags"),
            FailureDomain = spec.String("failureDomain"),
            IPForwarding = spec.Boolean("enableIPForwarding", at: "ipForwarding") ?? false,
            VirtualMachineScaleSetId = spec.String("virtualMachineScaleSetID", at: "virtualMachineScaleSetId"),
        };
        RefuseWhatATemplateCannotHave(spec, machine);
        return new AzureMachineTemplateManifest(meta, root.Context.Origins, machine);
    }

    private static void RefuseWhatATemplateCannotHave(ObjectReader spec, MachineDraft machine)
    {
        if (spec.Boolean("allocatePublicIP") == true)
        {
            spec.Refuse(
                "allocatePublicIP", "Control-plane machines stand behind the API server's load balancer and get no public IP address of their own.", "Remove the field.");
        }

        // Many machines come of one template: each assignment needs a name of its own.
        if (machine.SystemAssignedRole?.Name is not null)
        {
            spec.Invalid(
                spec.Has("roleAssignmentName") ? "roleAssignmentName" : "systemAssignedIdentityRole", "A template cannot name a role assignment: it makes more than one.",
                "Remove the name.");
        }
    }
}
