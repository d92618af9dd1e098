using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.VirtualMachineScaleSet;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.Machines;

public sealed class MachineInventory(
    IArmConnections connections, IClusterStore clusters, MachineFacts machines, ResourceDefinitions definitions, ResourceFailures failures, KnownMachines known, IResourceIndex index, TimeProvider time) : IMachineInventory
{
    private readonly KnownInterfaces _cards = new(time);

    public async Task<IReadOnlyList<MachineObservation>> ListControlPlaneAsync(ClusterSpec spec, CancellationToken cancellation, Freshness? freshness = null)
    {
        var arm = await connections.ForAsync(spec, cancellation).ConfigureAwait(false);
        var vms = await ControlPlaneMachinesAsync(spec, arm, freshness, cancellation).ConfigureAwait(false);
        var cards = await _cards.OfAsync(vms, () => ListAsync(arm, spec, ArmTypes.NetworkInterface, cancellation)).ConfigureAwait(false);
        var states = await DescribeControlPlaneAsync(spec, vms, cards, arm, cancellation).ConfigureAwait(false);
        return [.. states.Select(static s => s.Observation)];
    }

    public async Task<ScaleSetInventory> GetPoolAsync(ClusterSpec spec, MachinePoolSpec pool, CancellationToken cancellation, Freshness? freshness = null)
    {
        var arm = await connections.ForAsync(spec, cancellation).ConfigureAwait(false);
        var id = ClusterResourceIds.VirtualMachineScaleSet(spec, pool.Name);
        var knownSet = known.FindScaleSet(id, freshness?.Model);
        var readAt = time.GetUtcNow();
        var read = knownSet is null ? await arm.GetAsync(id, OperationOf(spec), cancellation).ConfigureAwait(false) : null;
        if (read is { IsNotFound: true })
        {
            return new ScaleSetInventory { ResourceId = id };
        }

        Throw(read?.Error);
        var scaleSet = knownSet ?? read!.Resource!;
        if (knownSet is null)
        {
            known.RememberScaleSet(id, scaleSet, readAt);
        }

        var instances = known.FindList(id, freshness?.Machines) ?? await ListInstancesAsync(spec, pool, arm, cancellation).ConfigureAwait(false);
        return await DescribeAsync(spec, pool, scaleSet, instances, arm, cancellation).ConfigureAwait(false) with
        {
            // Deleting machines changes of a scale set nothing else.
            Capacity = knownSet is null ? ScaleSetUpdate.CapacityOf(scaleSet) : instances.Count,
        };
    }

    private async Task<ScaleSetInventory> DescribeAsync(
        ClusterSpec spec, MachinePoolSpec pool, JsonObject scaleSet, IReadOnlyList<JsonObject> instances, ArmConnection arm, CancellationToken cancellation)
    {
        var id = ClusterResourceIds.VirtualMachineScaleSet(spec, pool.Name);
        var states = await DescribePoolAsync(spec, pool, scaleSet, instances, arm, cancellation).ConfigureAwait(false);
        var changes = await ModelChangesAsync(spec, pool, scaleSet, arm, cancellation).ConfigureAwait(false);
        var state = ProvisioningStates.Of(scaleSet);
        return new ScaleSetInventory
        {
            ResourceId = id,
            Exists = true,
            ModelCurrent = changes.Count == 0 && state != ResourceState.Failed,
            InProgress = state == ResourceState.InProgress,
            Error = state == ResourceState.Failed ? await failures.ExplainAsync(id, arm, OperationOf(spec), cancellation).ConfigureAwait(false) : null,
            Machines = [.. states.Select(static s => s.Observation)],
        };
    }

    private async Task<IReadOnlyList<JsonObject>> ControlPlaneMachinesAsync(ClusterSpec spec, ArmConnection arm, Freshness? freshness, CancellationToken cancellation)
    {
        var scope = $"{ClusterResourceIds.ResourceGroup(spec)}/controlplane/{spec.Key}";
        if (known.FindList(scope, freshness?.Machines) is { } machines)
        {
            return machines;
        }

        var readAt = time.GetUtcNow();
        var listed = await ControlPlaneAmongAsync(spec, await ListAsync(arm, spec, ArmTypes.VirtualMachine, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        known.RememberList(scope, listed, readAt);
        return listed;
    }

    /// <summary>The control plane's machines among VMs and interfaces that were read already.</summary>
    internal async Task<IReadOnlyList<MachineState>> DescribeControlPlaneAsync(
        ClusterSpec spec, IEnumerable<JsonObject> vms, IReadOnlyList<JsonObject> cards, ArmConnection arm, CancellationToken cancellation, KnownMachineParts? known = null)
    {
        var ours = await ControlPlaneAmongAsync(spec, vms, cancellation).ConfigureAwait(false);
        if (ours.Count == 0)
        {
            return [];
        }

        foreach (var vm in ours)
        {
            await AddExtensionsAsync(spec, spec.ControlPlane.Machine, vm, arm, known, cancellation).ConfigureAwait(false);
        }

        var facts = await machines.IdentityFactsAsync(spec, arm, OperationOf(spec), cancellation).ConfigureAwait(false);
        string[] fingerprints =
        [
            machines.Fingerprint(spec, MachineRole.ControlPlaneJoin, pool: null, facts),
            machines.Fingerprint(spec, MachineRole.ControlPlaneInit, pool: null, facts),
        ];
        var prior = await PriorAsync(spec, ours.Exists(vm => RetiredIdentities.Surplus(spec.ControlPlane.Machine, vm).Count > 0), cancellation).ConfigureAwait(false);
        IEnumerable<FieldChange> Retired(JsonObject vm) => RetiredIdentities.Changes(spec.ControlPlane.Machine, vm, prior.Select(static s => s.ControlPlane.Machine));
        return
        [
            .. ours.Select(vm => StateOf((string)vm["name"]!, null, vm, [.. MachineDifferences.OfVirtualMachine(spec, vm, CardOf(spec, vm, cards), fingerprints), .. Retired(vm)]))
                .OrderBy(static s => s.Observation.Name, StringComparer.Ordinal),
        ];
    }

    internal async Task<IReadOnlyList<JsonObject>> ListInstancesAsync(ClusterSpec spec, MachinePoolSpec pool, ArmConnection arm, CancellationToken cancellation)
    {
        var id = ClusterResourceIds.VirtualMachineScaleSet(spec, pool.Name);
        var readAt = time.GetUtcNow();
        IReadOnlyList<JsonObject> machines;
        if (pool.OrchestrationMode == OrchestrationMode.Flexible)
        {
            machines = [.. MembersOf(id, await ListAsync(arm, spec, ArmTypes.VirtualMachine, cancellation).ConfigureAwait(false))];
        }
        else
        {
            (machines, var error) = await arm.ListAsync(id, ArmTypes.ScaleSetInstance, OperationOf(spec), cancellation).ConfigureAwait(false);
            Throw(error is { HttpStatus: 404 } ? null : error);
        }

        known.RememberList(id, machines, readAt);
        return machines;
    }

    internal async Task<IReadOnlyList<MachineState>> DescribePoolAsync(
        ClusterSpec spec, MachinePoolSpec pool, JsonObject scaleSet, IReadOnlyList<JsonObject> instances, ArmConnection arm, CancellationToken cancellation,
        KnownMachineParts? known = null)
    {
        if (pool.OrchestrationMode == OrchestrationMode.Flexible)
        {
            return await DescribeFlexiblePoolAsync(spec, pool, scaleSet, instances, arm, known, cancellation).ConfigureAwait(false);
        }

        var facts = await machines.IdentityFactsAsync(spec, arm, OperationOf(spec), cancellation).ConfigureAwait(false);
        var fingerprint = machines.Fingerprint(spec, MachineRole.Worker, pool.Name, facts);
        return
        [
            .. instances.OrderBy(ScaleSetUpdate.NumberOf).Select(instance => StateOf(
                ComputerNameOf(instance), (string?)instance["instanceId"], instance, MachineDifferences.OfInstance(spec, pool, instance, scaleSet, fingerprint))),
        ];
    }

    /// <summary>The machines of a flexible scale set among the virtual machines of its resource group.</summary>
    internal static IEnumerable<JsonObject> MembersOf(string scaleSetId, IEnumerable<JsonObject> vms) =>
        vms.Where(vm => ResourceId.Same((string?)vm["properties"]?["virtualMachineScaleSet"]?["id"], scaleSetId));

    private async Task<IReadOnlyList<MachineState>> DescribeFlexiblePoolAsync(
        ClusterSpec spec, MachinePoolSpec pool, JsonObject scaleSet, IReadOnlyList<JsonObject> members, ArmConnection arm, KnownMachineParts? known, CancellationToken cancellation)
    {
        var cards = members.Count == 0 ? [] : known?.Cards ?? await ListAsync(arm, spec, ArmTypes.NetworkInterface, cancellation).ConfigureAwait(false);
        foreach (var vm in members)
        {
            await AddExtensionsAsync(spec, pool.Machine, vm, arm, known, cancellation).ConfigureAwait(false);
        }

        var facts = await machines.IdentityFactsAsync(spec, arm, OperationOf(spec), cancellation).ConfigureAwait(false);
        var fingerprint = machines.Fingerprint(spec, MachineRole.Worker, pool.Name, facts);
        var prior = await PriorAsync(spec, members.Any(vm => RetiredIdentities.Surplus(pool.Machine, vm).Count > 0), cancellation).ConfigureAwait(false);
        IEnumerable<FieldChange> Retired(JsonObject vm) => RetiredIdentities.Changes(pool.Machine, vm, prior.SelectMany(static s => s.MachinePools).Where(p => p.Name == pool.Name).Select(static p => p.Machine));
        return
        [
            .. members.OrderBy(ComputerNameOf, StringComparer.Ordinal).Select(vm => StateOf(
                ComputerNameOf(vm), (string?)vm["name"], vm, [.. MachineDifferences.OfFlexibleMachine(spec, pool, vm, cards, scaleSet, fingerprint), .. Retired(vm)])),
        ];
    }

    /// <summary>In what the scale set's model and tags differ from the spec.</summary>
    internal async Task<IReadOnlyList<FieldChange>> ModelChangesAsync(
        ClusterSpec spec, MachinePoolSpec pool, JsonObject scaleSet, ArmConnection arm, CancellationToken cancellation)
    {
        var facts = await machines.IdentityFactsAsync(spec, arm, OperationOf(spec), cancellation).ConfigureAwait(false);
        var context = new ResourceContext
        {
            Spec = spec,
            OperationId = OperationOf(spec),
            Step = new GraphStep { Key = $"{StepKinds.VirtualMachineScaleSet}/{pool.Name}", Kind = StepKinds.VirtualMachineScaleSet, Name = pool.Name, Verb = StepVerb.Ensure },
            CustomDataFingerprint = machines.Fingerprint(spec, MachineRole.Worker, pool.Name, facts),
            SshPublicKey = pool.Machine.SshPublicKey ?? "",
            Now = time.GetUtcNow(),
            PriorSpecs = await PriorAsync(spec, ScaleSetUpdate.HasSurplus(spec, pool, scaleSet), cancellation).ConfigureAwait(false),
        };
        return definitions[StepKinds.VirtualMachineScaleSet].Desired(context, scaleSet).Changes;
    }

    /// <summary>All specs that the cluster had so far, which say what was ours. Read only where Azure has something that the spec lacks: seldom, and this is asked often.</summary>
    private async Task<IReadOnlyList<ClusterSpec>> PriorAsync(ClusterSpec spec, bool hasSurplus, CancellationToken cancellation) =>
        hasSurplus && await clusters.FindAsync(spec.Key, cancellation).ConfigureAwait(false) is { } document
            ? (await PriorSpecs.ReadAsync(clusters, spec, document.Generation + 1, cancellation).ConfigureAwait(false)).All
            : [];

    internal static string ComputerNameOf(JsonObject instance) =>
        (string?)instance["properties"]?["osProfile"]?["computerName"] ?? (string?)instance["name"] ?? "";

    /// <summary>By their tags, and where somebody took those away, by name and record: a machine that is not known would be made a second time.</summary>
    private async Task<List<JsonObject>> ControlPlaneAmongAsync(ClusterSpec spec, IEnumerable<JsonObject> vms, CancellationToken cancellation)
    {
        var ours = new List<JsonObject>();
        foreach (var vm in vms)
        {
            var isTagged = ClusterTags.AreOwned(spec, vm) && (string?)vm["tags"]?[ClusterTags.Role] == ClusterTags.ControlPlaneRole;
            if (isTagged || (((string?)vm["name"])?.StartsWith($"{spec.ControlPlane.Name}-", StringComparison.OrdinalIgnoreCase) == true
                && await index.ContainsAsync(spec.Key, (string)vm["id"]!, cancellation).ConfigureAwait(false)))
            {
                ours.Add(vm);
            }
        }

        return ours;
    }

    private static MachineState StateOf(string name, string? instanceId, JsonObject resource, IReadOnlyList<FieldChange> changes) =>
        new(
            new MachineObservation
            {
                Name = name,
                InstanceId = instanceId,
                ProvisioningState = ProvisioningStates.TextOf(resource),
                CreatedAt = MachineDifferences.CreatedAt(resource),
                StaleFields = [.. changes.Select(static c => c.Path)],
            },
            changes);

    /// <summary>Lists of machines name their extensions at most; what they say is read where there is something to compare.</summary>
    private static async Task AddExtensionsAsync(ClusterSpec spec, MachineSpec machine, JsonObject vm, ArmConnection arm, KnownMachineParts? known, CancellationToken cancellation)
    {
        if (known?.ExtensionsOf((string)vm["id"]!) is { } read)
        {
            vm["resources"] = Json.Objects(read.Select(static e => (JsonObject)e.DeepClone()));
        }
        else if (MachineExtensions.Names(spec, machine).Count > 0 || vm["resources"] is JsonArray { Count: > 0 })
        {
            var (extensions, error) = await arm.ListAsync((string)vm["id"]!, ArmTypes.VirtualMachineExtension, OperationOf(spec), cancellation).ConfigureAwait(false);
            Throw(error is { HttpStatus: 404 } ? null : error);
            vm["resources"] = Json.Objects(extensions.Select(static e => (JsonObject)e.DeepClone()));
        }
    }

    private static JsonObject? CardOf(ClusterSpec spec, JsonObject vm, IReadOnlyList<JsonObject> cards)
    {
        var id = ClusterResourceIds.NetworkInterface(spec, (string)vm["name"]!);
        return cards.FirstOrDefault(card => ResourceId.Same((string?)card["id"], id));
    }

    private static string OperationOf(ClusterSpec spec) => $"observe {spec.Key}";

    private static async Task<IReadOnlyList<JsonObject>> ListAsync(ArmConnection arm, ClusterSpec spec, string type, CancellationToken cancellation)
    {
        var (items, error) = await arm.ListAsync(ClusterResourceIds.ResourceGroup(spec), type, OperationOf(spec), cancellation).ConfigureAwait(false);
        Throw(error is { HttpStatus: 404 } ? null : error);
        return items;
    }

    private static void Throw(OrchestratorError? error)
    {
        if (error is not null)
        {
            throw new OrchestratorException(error);
        }
    }
}
