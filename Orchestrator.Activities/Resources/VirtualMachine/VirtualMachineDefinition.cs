using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Bootstrap;
using Orchestrator.Activities.Resources.AvailabilitySet;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.VirtualMachine;

/// <summary>
/// A control-plane machine. Once it is there only its tags change in place; whatever else differs makes it stale, and the rollout replaces it.
/// </summary>
public sealed class VirtualMachineDefinition(MachineFacts machines, IMachineBootstrap bootstrap, SkuCatalog skus) : ResourceDefinition
{
    public override string Kind => StepKinds.VirtualMachine;

    public override string Type => ArmTypes.VirtualMachine;

    public override int PollSeconds => 15;

    public override JsonObject Render(ResourceContext context)
    {
        var (spec, name) = (context.Spec, context.Step.Name);
        var machine = spec.ControlPlane.Machine;
        var tags = ClusterTags.OfMachine(spec, name, ClusterTags.ControlPlaneRole, machine);
        tags[ClusterTags.CustomDataHash] = context.CustomDataFingerprint;
        return BodyMerge.WithoutNulls(new JsonObject
        {
            ["location"] = spec.Location,
            ["tags"] = tags,
            ["identity"] = MachineBody.Identity(machine),
            ["plan"] = MachineBody.Plan(machine.Image),
            ["zones"] = Json.StringsOrNull(context.Zones),
            ["properties"] = RenderProperties(context, machine),
        });
    }

    public override DesiredState Desired(ResourceContext context, JsonObject? existing)
    {
        if (existing is null)
        {
            return base.Desired(context, existing);
        }

        // The hash says with what the machine has booted; it never follows the spec.
        var tags = (JsonObject)Render(context)["tags"]!.DeepClone();
        tags.Remove(ClusterTags.CustomDataHash);
        var wanted = new JsonObject { ["tags"] = tags };
        RetireTags(context, existing, wanted);
        return BodyMerge.Compare(existing, wanted);
    }

    public override async Task<ResourceContext> GatherAsync(ResourceContext context, JsonObject? existing, ArmConnection arm, CancellationToken cancellation)
    {
        if (existing is not null)
        {
            return context;
        }

        var (spec, machine) = (context.Spec, context.Spec.ControlPlane.Machine);
        var facts = await machines.IdentityFactsAsync(spec, arm, context.OperationId, cancellation).ConfigureAwait(false);
        return context with
        {
            Facts = facts,
            SshPublicKey = await machines.SshPublicKeyAsync(spec, machine, cancellation).ConfigureAwait(false),
            CustomDataFingerprint = machines.Fingerprint(spec, RoleOf(context), pool: null, facts),
            Zones = await ChooseZoneAsync(context, arm, cancellation).ConfigureAwait(false),
            AvailabilitySetId = await FindAvailabilitySetAsync(context, arm, cancellation).ConfigureAwait(false),
        };
    }

    public override async Task<JsonObject> CompleteAsync(ResourceContext context, DesiredState desired, CancellationToken cancellation)
    {
        if (desired.IsNew)
        {
            // Last of all, because it makes a bootstrap token. On a VM that exists, user data cannot change.
            var data = await bootstrap.RenderAsync(context.Spec, RoleOf(context), pool: null, context.Facts, cancellation).ConfigureAwait(false);
            desired.Body["properties"]!["osProfile"]!["customData"] = data.CustomDataBase64;
        }

        return desired.Body;
    }

    public override IReadOnlyList<string> CreatesToo(ResourceContext context) =>
    [
        ClusterResourceIds.OsDisk(context.Spec, context.Step.Name),
        .. context.Spec.ControlPlane.Machine.DataDisks.Select(d => ClusterResourceIds.DataDisk(context.Spec, context.Step.Name, d)),
    ];

    public override IReadOnlyDictionary<string, string>? Facts(string id, JsonObject resource) =>
        (string?)resource["identity"]?["principalId"] is { } principal
            ? new Dictionary<string, string>(StringComparer.Ordinal) { [FactNames.PrincipalId(id)] = principal }
            : null;

    protected override IEnumerable<string> UserTags(ClusterSpec spec) => spec.AdditionalTags.Keys.Concat(spec.ControlPlane.Machine.AdditionalTags.Keys);

    private static MachineRole RoleOf(ResourceContext context) => context.Role ?? MachineRole.ControlPlaneJoin;

    private static JsonObject RenderProperties(ResourceContext context, MachineSpec machine)
    {
        var (spec, name) = (context.Spec, context.Step.Name);
        var properties = new JsonObject
        {
            ["hardwareProfile"] = new JsonObject { ["vmSize"] = machine.VmSize },
            ["storageProfile"] = MachineBody.StorageProfile(machine, $"{name}_OSDisk", name),
            ["osProfile"] = new JsonObject
            {
                ["computerName"] = name,
                ["adminUsername"] = MachineBody.AdminUser,
                ["linuxConfiguration"] = MachineBody.LinuxConfiguration(context.SshPublicKey),
            },
            ["networkProfile"] = new JsonObject
            {
                ["networkInterfaces"] = Json.Objects(ClusterResourceIds.NetworkInterfaces(spec, name).Select(Interface)),
            },
            ["availabilitySet"] = context.AvailabilitySetId is { } set ? Json.Reference(set) : null,
            ["additionalCapabilities"] = MachineBody.AdditionalCapabilities(machine),
            ["virtualMachineScaleSet"] = machine.VirtualMachineScaleSetId is { } scaleSet ? Json.Reference(scaleSet) : null,
        };
        MachineBody.SetOptions(properties, machine);
        return properties;
    }

    private static JsonObject Interface(string id, int index)
    {
        var reference = Json.Reference(id);
        reference["properties"] = new JsonObject { ["primary"] = index == 0 };
        return reference;
    }

    private async Task<string?> FindAvailabilitySetAsync(ResourceContext context, ArmConnection arm, CancellationToken cancellation) =>
        AvailabilitySetDefinition.IsWanted(context.Spec, await skus.GetAsync(arm, context, cancellation).ConfigureAwait(false)) ? ClusterResourceIds.AvailabilitySet(context.Spec) : null;

    /// <summary>The zone with the fewest control-plane machines, so that losing one zone never takes etcd's quorum where there are three.</summary>
    private async Task<IReadOnlyList<string>> ChooseZoneAsync(ResourceContext context, ArmConnection arm, CancellationToken cancellation)
    {
        var spec = context.Spec;
        if (spec.ControlPlane.Machine.FailureDomain is { } only)
        {
            return [only];
        }

        var zones = (await skus.GetAsync(arm, context, cancellation).ConfigureAwait(false)).Size(spec.ControlPlane.Machine.VmSize)?.Zones ?? [];
        if (zones.Count == 0)
        {
            return [];
        }

        var (others, error) = await arm.ListAsync(ClusterResourceIds.ResourceGroup(spec), ArmTypes.VirtualMachine, context.OperationId, cancellation).ConfigureAwait(false);
        if (error is not null)
        {
            throw new OrchestratorException(error);
        }

        var used = others.Where(vm => ClusterTags.AreOwned(spec, vm)).Select(static vm => (string?)(vm["zones"] as JsonArray)?.FirstOrDefault()).ToList();
        return [zones.MinBy(zone => used.Count(z => string.Equals(z, zone, StringComparison.Ordinal)))!];
    }
}
