using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.Resources.VirtualMachineScaleSet;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.RoleAssignment;

/// <summary>
/// The role of a machine's or pool's system-assigned identity: what the spec says, or Contributor on the subscription; or one that the spec gives to a
/// user-assigned identity. Its name is derived from what it is for, so a repeated PUT never makes a second one.
/// </summary>
public sealed class RoleAssignmentDefinition : ResourceDefinition
{
    private const string Contributor = "b24988ac-6180-42a0-ab88-20f7382dd24c";

    public override string Kind => StepKinds.RoleAssignment;

    public override string Type => ArmTypes.RoleAssignment;

    public override bool HasTags => false;

    public override IReadOnlyList<string> ImmutablePaths => ["$.properties"];

    /// <param name="spec">The cluster.</param>
    /// <param name="machine">What it says of the machines.</param>
    /// <param name="ownerId">The VM or scale set whose identity gets the role.</param>
    public static string IdOf(ClusterSpec spec, MachineSpec machine, string ownerId)
    {
        var role = RoleOf(spec, machine);
        var name = role.Name ?? OperationGuid.Of($"{role.Scope} {ResourceId.NameOf(role.DefinitionId)} {ownerId.ToLowerInvariant()}").ToString();
        return $"{role.Scope}/providers/{ArmTypes.RoleAssignment}/{name}";
    }

    public override JsonObject Render(ResourceContext context) => new()
    {
        ["properties"] = new JsonObject
        {
            ["roleDefinitionId"] = IdentityRoleOf(context)?.DefinitionId ?? RoleOf(context.Spec, MachineOf(context)).DefinitionId,
            ["principalId"] = context.PrincipalId,

            // Said outright, Azure does not look the principal up: a new one is not known everywhere at once.
            ["principalType"] = "ServicePrincipal",
        },
    };

    public override async Task<ResourceContext> GatherAsync(ResourceContext context, JsonObject? existing, ArmConnection arm, CancellationToken cancellation)
    {
        if (IdentityRoleOf(context) is { } given)
        {
            return context with { PrincipalId = await PrincipalOfAsync(given.IdentityId, "$.properties.principalId", context, arm, cancellation).ConfigureAwait(false) };
        }

        var owner = context.Step.MachineName is { } machine
            ? ClusterResourceIds.VirtualMachine(context.Spec, machine)
            : ClusterResourceIds.VirtualMachineScaleSet(context.Spec, context.Step.Name);
        return context with { PrincipalId = await PrincipalOfAsync(owner, "$.identity.principalId", context, arm, cancellation).ConfigureAwait(false) };
    }

    private static IdentityRole? IdentityRoleOf(ResourceContext context) =>
        IdentityRole.Of(context.Spec).FirstOrDefault(role => ResourceId.Same(role.AssignmentId, context.Step.ResourceId));

    private static async Task<string> PrincipalOfAsync(string owner, string path, ResourceContext context, ArmConnection arm, CancellationToken cancellation)
    {
        if (context.Facts.TryGetValue(FactNames.PrincipalId(owner), out var known))
        {
            return known;
        }

        var read = await arm.GetAsync(owner, context.OperationId, cancellation).ConfigureAwait(false);
        if (read.Error is not null)
        {
            throw new OrchestratorException(read.Error);
        }

        return (string?)path.Split('.').Skip(1).Aggregate((JsonNode?)read.Resource, static (node, name) => node?[name])
            ?? throw new OrchestratorException(ErrorCatalog.AzureUnavailable.With($"{ResourceId.NameOf(owner)} has no principal yet.", owner));
    }

    private static MachineSpec MachineOf(ResourceContext context) =>
        context.Step.MachineName is null ? VirtualMachineScaleSetDefinition.PoolOf(context.Spec, context.Step.Name).Machine : context.Spec.ControlPlane.Machine;

    private static SystemAssignedRoleSpec RoleOf(ClusterSpec spec, MachineSpec machine)
    {
        var subscription = $"/subscriptions/{spec.SubscriptionId}";
        return machine.SystemAssignedRole ?? new SystemAssignedRoleSpec($"{subscription}/providers/Microsoft.Authorization/roleDefinitions/{Contributor}", subscription);
    }
}
