using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Activities.State;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Resources;

/// <summary>Why a resource is in the state Failed: its last operation says so, or, for Compute, its instance view.</summary>
public sealed class ResourceFailures(IResourceIndex index)
{
    private const string FailedStatus = "ProvisioningState/failed";

    public async Task<OrchestratorError> ExplainAsync(string id, ArmConnection arm, string operationId, CancellationToken cancellation)
    {
        var fault = await OfOperationAsync(id, arm, operationId, cancellation).ConfigureAwait(false)
            ?? await OfInstanceViewAsync(id, arm, operationId, cancellation).ConfigureAwait(false);
        return ArmErrorMap.ToFailure(fault, id);
    }

    private async Task<AzureFault?> OfOperationAsync(string id, ArmConnection arm, string operationId, CancellationToken cancellation)
    {
        if (await index.FindOperationAsync(id, cancellation).ConfigureAwait(false) is not { } stored)
        {
            return null;
        }

        return (await arm.CheckAsync(ArmOperation.Parse(stored), id, operationId, cancellation).ConfigureAwait(false)).Fault;
    }

    private static async Task<AzureFault?> OfInstanceViewAsync(string id, ArmConnection arm, string operationId, CancellationToken cancellation)
    {
        if (ResourceId.TypeOf(id) is not (ArmTypes.VirtualMachine or ArmTypes.VirtualMachineScaleSet))
        {
            return null;
        }

        var view = await arm.GetViewAsync(id, "instanceView", operationId, cancellation).ConfigureAwait(false);
        var failed = (view.Resource?["statuses"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(static s => ((string?)s["code"])?.StartsWith(FailedStatus, StringComparison.OrdinalIgnoreCase) == true);

        // The code reads ProvisioningState/failed/{error code}.
        var code = ((string?)failed?["code"])?[FailedStatus.Length..].Trim('/');
        return failed is null || code is not { Length: > 0 } ? null : new AzureFault(code, (string?)failed["message"]);
    }
}
