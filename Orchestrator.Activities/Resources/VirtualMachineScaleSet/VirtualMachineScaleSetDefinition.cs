using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Bootstrap;
using Orchestrator.Activities.Resources.Machines;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.VirtualMachineScaleSet;

/// <summary>A pool's scale set: its model, and its capacity upwards. Downwards, chosen machines are deleted instead.</summary>
public sealed class VirtualMachineScaleSetDefinition(
    MachineFacts machines, IMachineBootstrap bootstrap, ISecretStore secrets, SkuCatalog skus, KnownMachines known, TimeProvider time) : ResourceDefinition
{
    public override string Kind => StepKinds.VirtualMachineScaleSet;

    public override string Type => ArmTypes.VirtualMachineScaleSet;

    public override int PollSeconds => 15;

    public override IReadOnlyList<string> ImmutablePaths =>
    [
        "$.location",
        "$.properties.orchestrationMode",
        "$.properties.platformFaultDomainCount",
        "$.properties.zoneBalance",
        "$.properties.virtualMachineProfile.priority",
        "$.properties.virtualMachineProfile.osProfile.computerNamePrefix",
        "$.properties.virtualMachineProfile.storageProfile.osDisk.managedDisk",
    ];

    public static MachinePoolSpec PoolOf(ClusterSpec spec, string name) =>
        spec.MachinePools.First(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));

    public override JsonObject Render(ResourceContext context)
    {
        var pool = PoolOf(context.Spec, context.Step.Name);
        var tags = ClusterTags.OfMachine(context.Spec, pool.Name, ClusterTags.NodeRole, pool.Machine);
        tags[ClusterTags.CustomDataHash] = context.CustomDataFingerprint;
        tags[ClusterTags.CustomDataSince] = context.NextInstance.ToString(CultureInfo.InvariantCulture);
        tags[ClusterTags.CustomDataRendered] = context.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var isUniform = pool.OrchestrationMode == OrchestrationMode.Uniform;
        return BodyMerge.WithoutNulls(new JsonObject
        {
            ["location"] = context.Spec.Location,
            ["tags"] = tags,
            ["sku"] = new JsonObject { ["name"] = pool.Machine.VmSize, ["tier"] = "Standard", ["capacity"] = context.Capacity ?? pool.Replicas },
            ["identity"] = MachineBody.Identity(pool.Machine),
            ["plan"] = MachineBody.Plan(pool.Machine.Image),
            ["zones"] = Json.StringsOrNull(pool.FailureDomains),
            ["properties"] = new JsonObject
            {
                ["orchestrationMode"] = pool.OrchestrationMode.ToString(),
                ["upgradePolicy"] = isUniform ? new JsonObject { ["mode"] = "Manual" } : null,
                ["overprovision"] = isUniform ? false : null,
                ["singlePlacementGroup"] = false,
                ["platformFaultDomainCount"] = pool.PlatformFaultDomainCount ?? (isUniform ? null : 1),
                ["zoneBalance"] = pool.ZoneBalance,
                ["additionalCapabilities"] = MachineBody.AdditionalCapabilities(pool.Machine),
                ["virtualMachineProfile"] = ScaleSetProfile.Render(context, pool),
            },
        });
    }

    public override DesiredState Desired(ResourceContext context, JsonObject? existing)
    {
        if (existing is null)
        {
            return base.Desired(context, existing);
        }

        var rendered = Render(context);
        RetireTags(context, existing, rendered);
        return Checked(context, ScaleSetUpdate.Decide(context, rendered, existing));
    }

    public override async Task<ResourceContext> GatherAsync(ResourceContext context, JsonObject? existing, ArmConnection arm, CancellationToken cancellation)
    {
        var pool = PoolOf(context.Spec, context.Step.Name);
        var facts = await machines.IdentityFactsAsync(context.Spec, arm, context.OperationId, cancellation).ConfigureAwait(false);
        var fingerprint = machines.Fingerprint(context.Spec, MachineRole.Worker, pool.Name, facts);
        var sizes = await skus.GetAsync(arm, context, cancellation).ConfigureAwait(false);
        return context with
        {
            Facts = facts,
            Now = time.GetUtcNow(),
            SshPublicKey = await machines.SshPublicKeyAsync(context.Spec, pool.Machine, cancellation).ConfigureAwait(false),
            CustomDataFingerprint = fingerprint,
            BootstrapTokenId = IdOf(existing is null ? null : await secrets.FindAsync(context.Spec.Key, TokenSecret(pool), cancellation).ConfigureAwait(false)),
            AcceleratedNetworking = sizes.Size(pool.Machine.VmSize)?.AcceleratedNetworking,
            NextInstance = existing is null || ScaleSetUpdate.FingerprintOf(existing) == fingerprint
                ? 0
                : pool.OrchestrationMode == OrchestrationMode.Flexible
                ? time.GetUtcNow().ToUnixTimeSeconds()
                : await NextInstanceAsync(context, arm, cancellation).ConfigureAwait(false),
        };
    }

    public override async Task<JsonObject> CompleteAsync(ResourceContext context, DesiredState desired, CancellationToken cancellation)
    {
        var pool = PoolOf(context.Spec, context.Step.Name);
        if (desired.Body["properties"]?["virtualMachineProfile"] is JsonObject profile)
        {
            var data = await bootstrap.RenderAsync(context.Spec, MachineRole.Worker, pool.Name, context.Facts, cancellation).ConfigureAwait(false);
            profile["osProfile"]!["customData"] = data.CustomDataBase64;
            desired.Body["tags"]![ClusterTags.BootstrapTokenId] = IdOf(data.Token);
            await secrets.SetAsync(context.Spec.Key, TokenSecret(pool), data.Token, cancellation).ConfigureAwait(false);
            await machines.AddProtectedSettingsAsync(context.Spec, pool.Machine, profile["extensionProfile"]?["extensions"] as JsonArray ?? [], cancellation).ConfigureAwait(false);
        }
        else if (ScaleSetUpdate.RendersToken(context, desired.Body))
        {
            var token = await secrets.FindAsync(context.Spec.Key, TokenSecret(pool), cancellation).ConfigureAwait(false);
            await bootstrap.RenewTokenAsync(context.Spec, token!, cancellation).ConfigureAwait(false);
        }

        return desired.Body;
    }

    /// <summary>Read after the write of the scale set itself: what a rollout looks at next.</summary>
    public override void Reached(string id, JsonObject resource) => known.RememberScaleSet(id, resource, time.GetUtcNow());

    public override IReadOnlyDictionary<string, string>? Facts(string id, JsonObject resource) =>
        (string?)resource["identity"]?["principalId"] is { } principal
            ? new Dictionary<string, string>(StringComparer.Ordinal) { [FactNames.PrincipalId(id)] = principal }
            : null;

    protected override IEnumerable<string> UserTags(ClusterSpec spec) =>
        spec.AdditionalTags.Keys.Concat(spec.MachinePools.SelectMany(static p => p.Machine.AdditionalTags.Keys));

    /// <summary>The token in the scale set's model, of which Azure gives nothing back.</summary>
    private static string TokenSecret(MachinePoolSpec pool) => $"bootstrap-token-{pool.Name}";

    /// <summary>The part of a bootstrap token that is no secret.</summary>
    private static string? IdOf(string? token) => token?.Split('.')[0];

    /// <summary>Instance numbers only grow, so those from here on come from the model that is about to be sent.</summary>
    private static async Task<int> NextInstanceAsync(ResourceContext context, ArmConnection arm, CancellationToken cancellation)
    {
        var (instances, error) = await arm.ListAsync(context.Step.ResourceId!, ArmTypes.ScaleSetInstance, context.OperationId, cancellation).ConfigureAwait(false);
        return error is null ? instances.Select(ScaleSetUpdate.NumberOf).DefaultIfEmpty(-1).Max() + 1 : throw new OrchestratorException(error);
    }
}
