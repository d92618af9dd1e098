using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Activities.Azure;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Tests.Azure;

public sealed class ArmErrorMapTests
{
    private const string Vm = "/subscriptions/s/resourceGroups/c1/providers/Microsoft.Compute/virtualMachines/vm";
    private const string Disk = "/subscriptions/s/resourceGroups/c1/providers/Microsoft.Compute/disks/vm_OSDisk";
    private const string Aks = "/subscriptions/s/resourceGroups/c1/providers/Microsoft.ContainerService/managedClusters/aks";
    private const string Lb = "/subscriptions/s/resourceGroups/c1/providers/Microsoft.Network/loadBalancers/lb";

    /// <summary>Status, code, method, resource, and what it is for us.</summary>
    private const string Table = """
        401 AuthenticationFailed PUT Lb Unauthenticated
        401 InvalidAuthenticationTokenTenant GET Lb Unauthenticated
        403 AuthorizationFailed PUT Lb Unauthorized
        403 LinkedAuthorizationFailed PUT Lb Unauthorized
        403 RequestDisallowedByPolicy PUT Lb PolicyOrLock
        409 ScopeLocked DELETE Lb PolicyOrLock
        409 ReadOnlyDisabledSubscription PUT Vm SubscriptionDisabled
        409 MissingSubscriptionRegistration PUT Vm ProviderNotRegistered
        400 MarketplacePurchaseEligibilityFailed PUT Vm MarketplaceTerms
        404 ResourceNotFound GET Lb AzureNotFound
        404 ResourceGroupNotFound PUT Lb AzureNotFound
        404 SubscriptionNotFound GET Lb AzureNotFound
        404 ParentResourceNotFound PUT Lb ReferenceNotFound
        400 InvalidResourceReference PUT Lb ReferenceNotFound
        400 PrincipalNotFound PUT Lb ReferenceNotFound
        409 ResourceGroupBeingDeleted PUT Lb AzureConflict
        409 AnotherOperationInProgress PUT Lb AzureConflict
        400 AnotherOperationInProgress PUT Lb AzureConflict
        429 RetryableErrorDueToAnotherOperation PUT Lb AzureConflict
        429 ReferencedResourceNotProvisioned PUT Lb AzureConflict
        400 ReferencedResourceNotProvisioned PUT Lb AzureConflict
        409 OperationNotAllowedOnVMImageAsVMsBeingProvisioned PUT Vm AzureConflict
        409 DeploymentActiveAndUneditable PUT Lb AzureConflict
        409 OperationNotAllowed PUT Aks AzureConflict
        429 TooManyRequests PUT Lb RateLimited
        429 SubscriptionRequestsThrottled GET Lb RateLimited
        0 SubscriptionRequestsThrottled GET Lb RateLimited
        429 Throttled PUT Aks RateLimited
        429 OperationNotAllowed PUT Vm RateLimited
        429 - GET Lb RateLimited
        400 OperationNotAllowed PUT Vm QuotaExceeded
        409 OperationNotAllowed PUT Vm QuotaExceeded
        400 QuotaExceeded PUT Vm QuotaExceeded
        400 ResourceQuotaExceeded PUT Vm QuotaExceeded
        400 PublicIPCountLimitReached PUT Lb QuotaExceeded
        400 SubnetIsFull PUT Lb QuotaExceeded
        409 DeploymentQuotaExceeded PUT Lb QuotaExceeded
        400 ManagedClusterCountExceedsQuotaLimit PUT Aks QuotaExceeded
        409 OperationNotAllowed DELETE Disk ResourceInUse
        400 SkuNotAvailable PUT Vm SkuNotAvailable
        409 SkuNotAvailable PUT Vm SkuNotAvailable
        409 AllocationFailed PUT Vm CapacityDepleted
        409 ZonalAllocationFailed PUT Vm CapacityDepleted
        409 OverconstrainedAllocationRequest PUT Vm CapacityDepleted
        409 OverconstrainedZonalAllocationRequest PUT Vm CapacityDepleted
        400 InUseSubnetCannotBeDeleted DELETE Lb ResourceInUse
        400 InUseNetworkSecurityGroupCannotBeDeleted DELETE Lb ResourceInUse
        400 InUseRouteTableCannotBeDeleted DELETE Lb ResourceInUse
        400 InUseNatGatewayCannotBeDeleted DELETE Lb ResourceInUse
        400 PublicIPAddressCannotBeDeleted DELETE Lb ResourceInUse
        400 LoadBalancerInUseByVirtualMachineScaleSet DELETE Lb ResourceInUse
        409 LoadBalancerInUseByVirtualMachineScaleSet DELETE Lb ResourceInUse
        400 NetworkSecurityGroupInUseByVirtualMachineScaleSet DELETE Lb ResourceInUse
        409 NetworkSecurityGroupInUseByVirtualMachineScaleSet DELETE Lb ResourceInUse
        409 PropertyChangeNotAllowed PUT Vm ImmutableInAzure
        400 PropertyChangeNotAllowed PUT Vm ImmutableInAzure
        409 StorageAccountAlreadyTaken PUT Lb NotOurs
        412 PreconditionFailed PUT Lb PreconditionFailed
        412 - PUT Lb PreconditionFailed
        400 MissingApiVersionParameter GET Lb InvalidRequest
        400 InvalidApiVersionParameter GET Lb InvalidRequest
        400 NoRegisteredProviderFound PUT Lb InvalidRequest
        400 InvalidTemplate PUT Lb InvalidRequest
        400 InvalidParameter PUT Vm InvalidRequest
        400 InvalidRequestContent PUT Lb InvalidRequest
        400 InvalidRequestFormat PUT Lb InvalidRequest
        400 LocationRequired PUT Lb InvalidRequest
        404 InvalidResourceType PUT Lb InvalidRequest
        404 InvalidResourceNamespace PUT Lb InvalidRequest
        400 ReservedResourceName PUT Lb InvalidRequest
        400 PrivateIPAddressInReservedRange PUT Lb InvalidRequest
        400 PrivateIPAddressNotInSubnet PUT Lb InvalidRequest
        400 SubnetsNotInSameVnet PUT Lb InvalidRequest
        400 BadRequest PUT Vm InvalidRequest
        405 - PUT Lb InvalidRequest
        408 - PUT Lb AzureUnavailable
        409 SomethingNobodyKnows PUT Lb AzureConflict
        410 - GET Lb AzureNotFound
        500 InternalServerError PUT Lb AzureUnavailable
        502 - GET Lb AzureUnavailable
        503 - GET Lb AzureUnavailable
        504 GatewayTimeout PUT Lb AzureUnavailable
        504 - PUT Lb AzureUnavailable
        """;

    private static readonly Dictionary<string, string> Ids = new(StringComparer.Ordinal) { [nameof(Vm)] = Vm, [nameof(Disk)] = Disk, [nameof(Aks)] = Aks, [nameof(Lb)] = Lb };

    /// <summary>Every code of Azure's that we have a source for, with the statuses it was seen with.</summary>
    public static TheoryData<int, string?, string, string, string> Codes
    {
        get
        {
            var data = new TheoryData<int, string?, string, string, string>();
            foreach (var row in Table.Split('\n').Select(static line => line.Split(' ')))
            {
                data.Add(int.Parse(row[0], CultureInfo.InvariantCulture), row[1] == "-" ? null : row[1], row[2], Ids[row[3]], row[4]);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void ToError_StatusAndCode_DecideTheDefinition(int status, string? code, string method, string id, string expected)
    {
        var definition = ErrorCatalog.All.Single(d => d.Name == expected);

        // Whatever the message says: it is for people.
        foreach (var message in new[] { "quota exceeded, please try again later", "", "Another operation is in progress" })
        {
            var error = ArmErrorMap.ToError(status, new AzureFault(code, message), Enum.Parse<ArmVerb>(method, ignoreCase: true), id, retryAfterSeconds: 3, "correlation");
            Assert.Equal((definition.Code, definition.Retry), (error.Code, error.Retry));
            Assert.Equal((status == 0 ? null : status, code, 3, id), (error.HttpStatus, error.AzureCode, error.RetryAfterSeconds, error.Target));
            Assert.False(string.IsNullOrWhiteSpace(error.Action));
        }
    }

    [Theory]
    [InlineData("""{"error":{"code":"Throttled","message":"slow down"}}""")]
    [InlineData("""{"code":"Throttled","message":"slow down","details":null}""")]
    public void Parse_WithAndWithoutEnvelope_FindsCodeAndMessage(string body) =>
        Assert.Equal(new AzureFault("Throttled", "slow down"), AzureFault.Parse(JsonNode.Parse(body)));

    [Fact]
    public void Codes_BehaviourNotes_AreAllCovered()
    {
        var file = Path.Combine(Specs.ProjectRoot(), "..", "shared", "reference", "arm", "behaviour.md");
        Assert.SkipUnless(File.Exists(file), "The notes on ARM's behaviour are not here.");
        var table = File.ReadAllText(file).Split("### 4.2")[1].Split("## 5.")[0].Split('\n').Where(static l => l.StartsWith("| ", StringComparison.Ordinal));
        var named = table.SelectMany(static l => l.Split('|')[2].Split(',', '/', ';')).Select(static c => c.Trim().Split(' ')[0])
            .Where(static c => c.Length > 8 && char.IsUpper(c[0]) && c.All(char.IsLetter)).ToList();

        Assert.True(named.Count > 40, $"only {named.Count} codes were found in the notes");
        var covered = Codes.Select(static row => row.Data.Item2).OfType<string>().Concat(ArmErrorTable.Wrappers).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(named, code => !covered.Contains(code));
    }

    /// <summary>What Gardener's patterns over message texts get wrong: their result in the comment, ours beside the error.</summary>
    [Theory]
    [InlineData(409, "OperationNotAllowed", "exceeding approved standardDSv3Family Cores quota", "QuotaExceeded", "NeedsUser")] // unauthorized and quota and dependencies
    [InlineData(409, "ZonalAllocationFailed", "Allocation failed. 409 Conflict", "CapacityDepleted", "Transient")] // dependencies, never tried again
    [InlineData(409, "AllocationFailed", "409 Conflict", "CapacityDepleted", "Transient")] // dependencies
    [InlineData(409, "AnotherOperationInProgress", "409 Conflict", "Conflict", "Transient")] // dependencies
    [InlineData(409, "ScopeLocked", "409 Conflict", "Unauthorized", "NeedsUser")] // dependencies
    [InlineData(500, "InternalServerError", "internal server error", "Dependency", "Transient")] // dependencies, the user's fault
    [InlineData(404, "ResourceNotFound", "was notFound", "NotFound", "NeedsUser")] // configuration
    [InlineData(404, "ParentResourceNotFound", "was notFound", "Dependency", "Transient")] // configuration
    [InlineData(409, "OverconstrainedAllocationRequest", "x", "CapacityDepleted", "Transient")] // nothing
    [InlineData(400, "PublicIPAddressInUse", "x", "Dependency", "Transient")] // nothing
    [InlineData(400, "PublicIPCountLimitReached", "x", "QuotaExceeded", "NeedsUser")] // nothing
    [InlineData(403, "RequestDisallowedByPolicy", "x", "Unauthorized", "NeedsUser")] // nothing
    [InlineData(400, "SubnetIsFull", "x", "QuotaExceeded", "NeedsUser")] // nothing
    [InlineData(400, "MarketplacePurchaseEligibilityFailed", "x", "Configuration", "NeedsUser")] // nothing
    [InlineData(409, "MissingSubscriptionRegistration", "x", "Configuration", "NeedsUser")] // nothing
    [InlineData(0, "SubscriptionRequestsThrottled", "x", "RateLimited", "Transient")] // nothing without a status line
    [InlineData(429, "OperationNotAllowed", "Too many requests; not authorized", "RateLimited", "Transient")] // unauthorized and rate limits
    public void ToError_WhereGardenerIsWrong_HasOneRightCategory(int status, string code, string message, string category, string retry)
    {
        var error = ArmErrorMap.ToError(status, new AzureFault(code, message), ArmVerb.Put, Vm, retryAfterSeconds: null, correlationId: null);

        Assert.Equal((category, retry), (error.Category.ToString(), error.Retry.ToString()));
    }

    [Theory]
    [InlineData("DeploymentFailed", "SkuNotAvailable", nameof(ErrorCatalog.SkuNotAvailable))]
    [InlineData("InvalidTemplateDeployment", "ZonalAllocationFailed", nameof(ErrorCatalog.CapacityDepleted))]
    [InlineData("InvalidTemplateDeployment", "SomethingNobodyKnows", nameof(ErrorCatalog.ProvisioningFailed))]
    [InlineData("BadRequest", "QuotaExceeded", nameof(ErrorCatalog.QuotaExceeded))]
    [InlineData("BadRequest", "SomethingNobodyKnows", nameof(ErrorCatalog.InvalidRequest))]
    public void ToError_CodeInDetails_CountsWhereTheOuterOneSaysNothing(string outer, string inner, string expected)
    {
        var body = JsonNode.Parse($$$"""{"error":{"code":"{{{outer}}}","message":"See inner errors.","details":[{"message":"no code"},{"code":"{{{inner}}}","message":"Here."}]}}""");

        var error = ArmErrorMap.ToError(400, AzureFault.Parse(body), ArmVerb.Put, Vm, null, null);

        Assert.Equal(ErrorCatalog.All.Single(d => d.Name == expected).Code, error.Code);
        Assert.Contains($"{inner}: Here.", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The answer of the operation that deletes a group, as it was seen from Resource Manager: once with capitals, details without a code, errors of providers as text.</summary>
    [Theory]
    [InlineData("error", "code", "message", "details", "target")]
    [InlineData("Error", "Code", "Message", "Details", "Target")]
    public void ToFailure_BlockedGroup_IsReadByWhatBlocksIt(string error, string code, string message, string details, string target)
    {
        static string Detail(string code, string message) => new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message, ["details"] = new JsonArray() } }.ToJsonString();
        var body = new JsonObject
        {
            [error] = new JsonObject
            {
                [code] = "ResourceGroupDeletionBlocked",
                [target] = null,
                [message] = "Deletion of resource group 'c1' failed.",
                [details] = new JsonArray(
                    new JsonObject { [code] = null, [target] = Lb, [message] = "{ no JSON" },
                    new JsonObject { [code] = null, [target] = Lb, [message] = Detail("InUseSubnetCannotBeDeleted", "Subnet s is in use.") },
                    new JsonObject { [code] = null, [target] = Aks, [message] = Detail("ScopeLocked", "The scope is locked by 'held'.") }),
            },
        };

        var failure = ArmErrorMap.ToFailure(AzureFault.Parse(body), "/subscriptions/s/resourceGroups/c1", ArmVerb.Delete);

        Assert.Equal((ErrorCatalog.PolicyOrLock.Code, "ResourceGroupDeletionBlocked"), (failure.Code, failure.AzureCode));
        Assert.Equal("ResourceGroupDeletionBlocked: Deletion of resource group 'c1' failed. (ScopeLocked: The scope is locked by 'held'.)", failure.Message);
    }

    [Fact]
    public void ToError_ThrottlingWithoutEnvelope_IsRateLimited()
    {
        var body = JsonNode.Parse("""{"code":"OperationNotAllowed","message":"The server rejected the request","details":[{"code":"TooManyRequests","target":"HighCostGet30Min","message":"{}"}]}""");

        Assert.Equal(ErrorCatalog.RateLimited.Code, ArmErrorMap.ToError(429, AzureFault.Parse(body), ArmVerb.Get, Vm, 1200, null).Code);
    }

    [Fact]
    public void Table_EachRule_SaysWhatToDoAndNoCodeTwice()
    {
        Assert.Equal(ArmErrorTable.Rules.Count, ArmErrorTable.Rules.Select(static r => r.Code).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(ErrorCatalog.All, static d => Assert.True(d.Summary.EndsWith('.') && d.Action.EndsWith('.'), d.Code));
        Assert.All(ArmErrorTable.Rules, static r => Assert.True(r.Action is null || r.Action.EndsWith('.'), r.Code));
        Assert.Equal(ErrorCatalog.All.Count, ErrorCatalog.All.Select(static d => d.Code).Distinct(StringComparer.Ordinal).Count());
    }

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
