using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm;
using Orchestrator.Simulator.Arm.Requests;

namespace Orchestrator.Simulator.Identity;

/// <summary>
/// Tokens of managed identities, as the instance metadata service of a machine (<c>/metadata/identity/oauth2/token</c>) and as App Service
/// (<c>/msi/token</c>) hand them out. Any user-assigned identity may be asked for; without a name it is the host's own.
/// </summary>
internal sealed class MetadataEndpoint(SimulatorOptions options, AccessTokens tokens, Func<Func<ArmWorld, ManagedIdentity?>, ManagedIdentity?> look)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Null when the path is none of these services'.</summary>
    public ArmResponse? TryAnswer(ArmRequest request) => (request.Method, request.Path) switch
    {
        ("GET", "/metadata/identity/oauth2/token") => Token(request, request.Header("Metadata") is { } value && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase)),
        ("GET", "/msi/token") => Token(request, request.Header("X-IDENTITY-HEADER") is { Length: > 0 }),
        _ => null,
    };

    private ArmResponse Token(ArmRequest request, bool hasHeader)
    {
        if (!hasHeader)
        {
            return Refuse("invalid_request", "Required metadata header not specified");
        }

        if (request.Query("resource") is not { } resource)
        {
            return Refuse("invalid_request", "Required audience parameter not specified");
        }

        if (PrincipalOf(request) is not { } principal)
        {
            return Refuse("invalid_request", "Identity not found");
        }

        var now = options.Time.GetUtcNow();
        var seconds = (long)Lifetime.TotalSeconds - 1;
        return new ArmResponse(200, new JsonObject
        {
            ["access_token"] = tokens.Issue(principal, resource.TrimEnd('/'), Lifetime),
            ["client_id"] = principal.ClientId,
            ["expires_in"] = Text(seconds),
            ["expires_on"] = Text(now.ToUnixTimeSeconds() + seconds),
            ["ext_expires_in"] = Text(seconds),
            ["not_before"] = Text(now.ToUnixTimeSeconds()),
            ["resource"] = resource,
            ["token_type"] = "Bearer",
        });
    }

    private Principal? PrincipalOf(ArmRequest request)
    {
        var clientId = request.Query("client_id");
        var objectId = request.Query("object_id") ?? request.Query("principal_id");
        var resourceId = request.Query("msi_res_id") ?? request.Query("mi_res_id");
        return (clientId ?? objectId ?? resourceId) is null
            ? new Principal(options.HostIdentity.ClientId, options.HostIdentity.ObjectId)
            : look(world => ManagedIdentity.Find(world, clientId, objectId, resourceId))?.Principal;
    }

    private static ArmResponse Refuse(string error, string description) => new(400, new JsonObject { ["error"] = error, ["error_description"] = description });

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
