using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Requests;

namespace Orchestrator.Simulator.Identity;

/// <summary>A token is refused, in the shape of Microsoft Entra ID (error, error_description, error_codes).</summary>
internal sealed class TokenRefusal(int status, string error, int code, string description) : Exception(description)
{
    public ArmResponse ToResponse(DateTimeOffset now, Guid trace) => new(status, new JsonObject
    {
        ["error"] = error,
        ["error_description"] = $"AADSTS{code}: {Message} Trace ID: {trace}",
        ["error_codes"] = new JsonArray(code),
        ["timestamp"] = now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["trace_id"] = trace.ToString(),
    });

    public static TokenRefusal UnknownTenant(string tenant) =>
        new(400, "invalid_request", 90002, $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.");

    public static TokenRefusal UnknownApplication(string clientId) =>
        new(400, "unauthorized_client", 700016, $"Application with identifier '{clientId}' was not found in the directory.");

    public static TokenRefusal WrongSecret(string clientId) =>
        new(401, "invalid_client", 7000215, $"Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{clientId}'.");

    public static TokenRefusal NoProof() =>
        new(401, "invalid_client", 7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");

    public static TokenRefusal BadAssertion(string reason) => new(401, "invalid_client", 700027, $"Client assertion failed signature validation. {reason}");

    public static TokenRefusal NoFederatedCredential(string what, string value) =>
        new(400, "invalid_client", what is "subject" ? 700213 : what is "audience" ? 700212 : 700211, $"No matching federated identity record found for presented assertion {what} '{value}'.");

    public static TokenRefusal UnsupportedGrant(string? grant) =>
        new(400, "unsupported_grant_type", 70003, $"The app requested an unsupported grant type '{grant}'.");

    public static TokenRefusal MissingScope() => new(400, "invalid_scope", 70011, "The provided request must include a 'scope' input parameter that ends in /.default.");
}
