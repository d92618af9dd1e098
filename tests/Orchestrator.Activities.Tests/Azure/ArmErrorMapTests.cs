using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Tests.Azure;

public sealed class ArmErrorMapTests
{
    private const string Vm = "/subscriptions/s/resourceGroups/c1/providers/Microsoft.Compute/virtualMachines/vm";
    private const string Disk = "/subscriptions/s/resourceGroups/c1/providers/Microsoft.Compute/disks/vm_OSDisk";
    private const string Lb = "/subscriptions/s/resourceGroups/c1/providers/Microsoft.Network/loadBalancers/lb";

    [Theory]
    [InlineData(401, "AuthenticationFailed", "PUT", Lb, nameof(ErrorCatalog.Unauthenticated))]
    [InlineData(403, "AuthorizationFailed", "PUT", Lb, nameof(ErrorCatalog.Unauthorized))]
    [InlineData(403, "RequestDisallowedByPolicy", "PUT", Lb, nameof(ErrorCatalog.PolicyOrLock))]
    [InlineData(409, "ScopeLocked", "DELETE", Lb, nameof(ErrorCatalog.PolicyOrLock))]
    [InlineData(404, "ResourceNotFound", "GET", Lb, nameof(ErrorCatalog.AzureNotFound))]
    [InlineData(404, "ResourceGroupNotFound", "PUT", Lb, nameof(ErrorCatalog.AzureNotFound))]
    [InlineData(409, "AnotherOperationInProgress", "PUT", Lb, nameof(ErrorCatalog.AzureConflict))]
    [InlineData(429, "RetryableErrorDueToAnotherOperation", "PUT", Lb, nameof(ErrorCatalog.AzureConflict))]
    [InlineData(429, "TooManyRequests", "PUT", Lb, nameof(ErrorCatalog.RateLimited))]
    [InlineData(429, "SubscriptionRequestsThrottled", "GET", Lb, nameof(ErrorCatalog.RateLimited))]
    [InlineData(429, "OperationNotAllowed", "PUT", Vm, nameof(ErrorCatalog.RateLimited))]
    [InlineData(409, "OperationNotAllowed", "PUT", Vm, nameof(ErrorCatalog.QuotaExceeded))]
    [InlineData(400, "QuotaExceeded", "PUT", Vm, nameof(ErrorCatalog.QuotaExceeded))]
    [InlineData(409, "OperationNotAllowed", "DELETE", Disk, nameof(ErrorCatalog.ResourceInUse))]
    [InlineData(409, "OperationNotAllowed", "PUT", Lb, nameof(ErrorCatalog.AzureConflict))]
    [InlineData(409, "SkuNotAvailable", "PUT", Vm, nameof(ErrorCatalog.SkuNotAvailable))]
    [InlineData(409, "ZonalAllocationFailed", "PUT", Vm, nameof(ErrorCatalog.CapacityDepleted))]
    [InlineData(400, "InUseSubnetCannotBeDeleted", "DELETE", Lb, nameof(ErrorCatalog.ResourceInUse))]
    [InlineData(409, "LoadBalancerInUseByVirtualMachineScaleSet", "DELETE", Lb, nameof(ErrorCatalog.ResourceInUse))]
    [InlineData(409, "PropertyChangeNotAllowed", "PUT", Vm, nameof(ErrorCatalog.ImmutableInAzure))]
    [InlineData(412, "PreconditionFailed", "PUT", Lb, nameof(ErrorCatalog.PreconditionFailed))]
    [InlineData(400, "InvalidParameter", "PUT", Vm, nameof(ErrorCatalog.InvalidRequest))]
    [InlineData(409, "SomethingNobodyKnows", "PUT", Lb, nameof(ErrorCatalog.AzureConflict))]
    [InlineData(500, "InternalServerError", "PUT", Lb, nameof(ErrorCatalog.AzureUnavailable))]
    [InlineData(503, null, "GET", Lb, nameof(ErrorCatalog.AzureUnavailable))]
    [InlineData(504, null, "PUT", Lb, nameof(ErrorCatalog.AzureUnavailable))]
    public void ToError_StatusAndCode_DecideTheDefinition(int status, string? code, string method, string id, string expected)
    {
        var definition = ErrorCatalog.All.Single(d => d.Name == expected);

        // Whatever the message says: it is for people.
        foreach (var message in new[] { "quota exceeded, please try again later", "", "Another operation is in progress" })
        {
            var error = ArmErrorMap.ToError(status, new AzureFault(code, message), Enum.Parse<ArmVerb>(method, ignoreCase: true), id, retryAfterSeconds: 3, "correlation");
            Assert.Equal((definition.Code, definition.Retry), (error.Code, error.Retry));
            Assert.Equal((status, code, 3, id), (error.HttpStatus, error.AzureCode, error.RetryAfterSeconds, error.Target));
        }
    }

    [Theory]
    [InlineData("""{"error":{"code":"Throttled","message":"slow down"}}""")]
    [InlineData("""{"code":"Throttled","message":"slow down","details":null}""")]
    public void Parse_WithAndWithoutEnvelope_FindsCodeAndMessage(string body) =>
        Assert.Equal(new AzureFault("Throttled", "slow down"), AzureFault.Parse(JsonNode.Parse(body)));

    [Fact]
    public void ToError_Quota_NamesQuotaLimitAndUsage()
    {
        const string Message = "Operation could not be completed as it results in exceeding approved standardDSv3Family Cores quota. Additional details - Deployment Model: Resource Manager, Location: westeurope, Current Limit: 10, Current Usage: 8, Additional Required: 4, (Minimum) New Limit Required: 12. Submit a request";

        var error = ArmErrorMap.ToError(409, new AzureFault("OperationNotAllowed", Message), ArmVerb.Put, Vm, null, null);

        Assert.Equal("Quota standardDSv3Family Cores in westeurope is used up: limit 10, usage 8, 4 more needed (a limit of at least 12).", error.Message);
        Assert.Equal(RetryClass.NeedsUser, error.Retry);
    }

    [Fact]
    public void ToFailure_UnknownCode_IsProvisioningFailed() =>
        Assert.Equal(ErrorCatalog.ProvisioningFailed.Code, ArmErrorMap.ToFailure(new AzureFault("InternalOperationError", "x"), Vm).Code);

    [Theory]
    [InlineData("Succeeded", "Ready")]
    [InlineData(null, "Ready")]
    [InlineData("Failed", "Failed")]
    [InlineData("canceled", "Failed")]
    [InlineData("Updating", "InProgress")]
    [InlineData("SomethingNew", "InProgress")]
    public void ProvisioningState_OnlyThreeValuesAreTheEnd(string? text, string expected)
    {
        var resource = new JsonObject { ["properties"] = new JsonObject { ["provisioningState"] = text } };

        Assert.Equal(expected, ProvisioningStates.Of(resource).ToString());
    }
}
