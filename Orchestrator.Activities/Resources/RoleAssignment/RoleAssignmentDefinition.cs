using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Activities.Resources.RoleAssignment;

/// <summary>
/// Contributor on the subscription for a machine's or pool's system-assigned identity. Its name is derived from what it is for, so a repeated
/// PUT never makes a second one.
/// </summary>
public sealed class RoleAssignmentDefinition : ResourceDefinition
{
    private const string Contributor = "b24988ac-6180-42a0-ab88-20f7382dd24c";

    public override string Kind => StepKinds.RoleAssignment;

    public override string Type => ArmTypes.RoleAssignment;

    public override bool HasTags => false;

    public override IReadOnlyList<string> ImmutablePaths => ["$.properties"];

    /// <param name="spec">The cluster.</param>
    /// <param name="ownerId">The VM or scale set whose identity gets the role.</param>
    public static string IdOf(ClusterSpec spec, string ownerId)
    {
        var scope = $"/subscriptions/{spec.SubscriptionId}";
        var name = OperationGuid.Of($"{scope} {Contributor} {ownerId.ToLowerInvariant()}");
        return $"{scope}/providers/{ArmTypes.RoleAssignment}/{name}";
    }

    public override JsonObject Render(ResourceContext context) => new()
    {
        ["properties"] = new JsonObject
        {
            ["roleDefinitionId"] = $"/subscriptions/{context.Spec.SubscriptionId}/providers/Microsoft.Authorization/roleDefinitions/{Contributor}",
            ["principalId"] = context.PrincipalId,

            // Said outright, Azure does not look the principal up: a new one is not known everywhere at once.
            ["principalType"] = "ServicePrincipal",
        },
    };

    public override async Task<ResourceContext> GatherAsync(ResourceContext context, JsonObject? existing, ArmConnection arm, CancellationToken cancellation)
    {
        var owner = context.Step.MachineName is { } machine
            ? ClusterResourceIds.VirtualMachine(context.Spec, machine)
            : ClusterResourceIds.VirtualMachineScaleSet(context.Spec, context.Step.Name);
        var read = await arm.GetAsync(owner, context.OperationId, cancellation).ConfigureAwait(false);
        if (read.Error is not null)
        {
            throw new OrchestratorException(read.Error);
        }

        return (string?)read.Resource!["identity"]?["principalId"] is { } principal
            ? context with { PrincipalId = principal }
            : throw new OrchestratorException(ErrorCatalog.AzureUnavailable.With($"{ResourceId.NameOf(owner)} has no principal yet.", owner));
    }
}
