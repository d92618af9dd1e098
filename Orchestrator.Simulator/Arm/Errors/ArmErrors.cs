namespace Orchestrator.Simulator.Arm.Errors;

/// <summary>The errors that Resource Manager itself answers, in its words.</summary>
internal static class ArmErrors
{
    public static ArmException AuthenticationFailed() =>
        Gateway(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");

    public static ArmException InvalidToken(string code, string message) => Gateway(401, code, message);

    public static ArmException SubscriptionNotFound(string id) =>
        Gateway(404, "SubscriptionNotFound", $"The subscription '{id}' could not be found.");

    public static ArmException ResourceGroupNotFound(string name) =>
        Gateway(404, "ResourceGroupNotFound", $"Resource group '{name}' could not be found.");

    public static ArmException ResourceGroupBeingDeleted(string name) =>
        Gateway(409, "ResourceGroupBeingDeleted", $"The resource group '{name}' is in deprovisioning state and cannot perform this operation.");

    public static ArmException ResourceNotFound(string type, string names, string? group) =>
        Gateway(404, "ResourceNotFound", $"The Resource '{Resource(type, names)}' under resource group '{group ?? "<null>"}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix");

    public static ArmException ParentResourceNotFound(string type, string parentId) =>
        Gateway(404, "ParentResourceNotFound", $"Failed to perform 'write' on resource(s) of type '{WithoutNamespace(type)}', because the parent resource '{parentId}' could not be found.");

    public static ArmException MissingApiVersion() =>
        Gateway(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");

    public static ArmException InvalidApiVersion(string version, IEnumerable<string> supported) =>
        Gateway(400, "InvalidApiVersionParameter", $"The api-version '{version}' is invalid. The supported versions are '{string.Join(',', supported)}'.");

    public static ArmException NoRegisteredProvider(string location, string version, string type, IEnumerable<string> supported, IEnumerable<string> locations) =>
        Gateway(400, "NoRegisteredProviderFound", $"No registered resource provider found for location '{location}' and API version '{version}' for type '{WithoutNamespace(type)}'. The supported api-versions are '{string.Join(", ", supported)}'. The supported locations are '{string.Join(", ", locations)}'.");

    public static ArmException InvalidNamespace(string name) =>
        Gateway(404, "InvalidResourceNamespace", $"The resource namespace '{name}' is invalid.");

    public static ArmException InvalidType(string type, string version) =>
        Gateway(404, "InvalidResourceType", $"The resource type '{WithoutNamespace(type)}' could not be found in the namespace '{type.Split('/')[0]}' for api version '{version}'. The supported api-versions are ''.");

    public static ArmException InvalidRequestContent(string reason) =>
        Gateway(400, "InvalidRequestContent", $"The request content was invalid and could not be deserialized: '{reason}'.");

    public static ArmException LocationRequired() =>
        Gateway(400, "LocationRequired", "The location property is required for this definition.");

    public static ArmException LocationNotAvailable(string location, string type, IEnumerable<string> locations) =>
        Gateway(400, "LocationNotAvailableForResourceType", $"The provided location '{location}' is not available for resource type '{type}'. List of available regions for the resource type is '{string.Join(',', locations)}'.");

    public static ArmException InvalidResourceLocation(string name, string existing, string? group, string requested) =>
        Gateway(409, "InvalidResourceLocation", $"The resource '{name}' already exists in location '{existing}' in resource group '{group}'. A resource with the same name cannot be created in location '{requested}'. Please select a new resource name.");

    public static ArmException InvalidTag(string reason) => Gateway(400, "InvalidTagNameOrValue", reason);

    public static ArmException MethodNotAllowed(string method) =>
        Gateway(405, "HttpMethodNotAllowed", $"The requested resource does not support http method '{method}'.");

    public static ArmException NotFound(string path) =>
        Gateway(404, "NotFound", $"The resource '{path}' was not found.");

    public static ArmException ScopeLocked(string id, string operation, IEnumerable<string> scopes) =>
        Gateway(409, "ScopeLocked", $"The scope '{id}' cannot perform {operation} operation because following scope(s) are locked: '{string.Join(',', scopes)}'. Please remove the lock and try again.");

    public static ArmException AuthorizationFailed(string caller, string action, string scope) =>
        Gateway(403, "AuthorizationFailed", $"The client '{caller}' with object id '{caller}' does not have authorization to perform action '{action}' over scope '{scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.");

    public static ArmException LinkedAuthorizationFailed(string caller, string action, string scope, string linkedAction, string linked) =>
        Gateway(403, "LinkedAuthorizationFailed", $"The client '{caller}' with object id '{caller}' has permission to perform action '{action}' on scope '{scope}'; however, it does not have permission to perform action(s) '{linkedAction}' on the linked scope(s) '{linked}' (respectively) or the linked scope(s) are invalid.");

    public static ArmException PreconditionFailed(string message) => new(412, "PreconditionFailed", message);

    public static ArmException Throttled(string kind, string subscription, int seconds) =>
        new(429, "SubscriptionRequestsThrottled", $"Number of '{kind}' requests for subscription '{subscription}' exceeded. Please try again after '{seconds}' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.")
        {
            FromGateway = true,
            RetryAfter = seconds,
        };

    public static ArmException InvalidParameter(string message, string? target = null) => new(400, "InvalidParameter", message) { Target = target };

    public static ArmException PropertyChangeNotAllowed(string property) =>
        new(409, "PropertyChangeNotAllowed", $"Changing property '{property}' is not allowed.") { Target = property };

    public static string WithoutNamespace(string type) => type[(type.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static string Resource(string type, string names)
    {
        // Types and names alternate in the message as they do in an id.
        var types = type.Split('/');
        var parts = names.Split('/');
        return parts.Length == 1 ? $"{type}/{names}" : types[0] + string.Concat(types[1..].Zip(parts, static (t, n) => $"/{t}/{n}"));
    }

    private static ArmException Gateway(int status, string code, string message) => new(status, code, message) { FromGateway = true };
}
