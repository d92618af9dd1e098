using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Orchestrator.Simulator.Arm.Requests;

namespace Orchestrator.Simulator.Identity;

/// <summary>
/// The tenant's sign-in service: OAuth 2.0 client credentials (both versions of the endpoint), with what clients look up before they ask.
/// </summary>
internal sealed class TokenEndpoint(SimulatorOptions options, AccessTokens tokens, SigningKey key, ClientProof proof)
{
    // Entra varies them between 60 and 90 minutes; the shortest finds who relies on more.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(60);

    /// <summary>Null when the path is none of the sign-in service's.</summary>
    public ArmResponse? TryAnswer(ArmRequest request)
    {
        var segments = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            return (request.Method, segments) switch
            {
                ("GET", ["common", "discovery", "instance"]) => new ArmResponse(200, Instance(request)),
                ("GET", [var tenant, .., ".well-known", "openid-configuration"]) => new ArmResponse(200, Configuration(request, Known(tenant))),
                ("GET", [var tenant, "discovery", .., "keys"]) when Known(tenant) is not null => new ArmResponse(200, new JsonObject { ["keys"] = new JsonArray(key.PublicJson()) }),
                ("POST", [var tenant, "oauth2", "v2.0", "token"]) => Token(Known(tenant), Form(request), version: 2),
                ("POST", [var tenant, "oauth2", "token"]) => Token(Known(tenant), Form(request), version: 1),
                _ => null,
            };
        }
        catch (TokenRefusal refusal)
        {
            return refusal.ToResponse(options.Time.GetUtcNow(), options.Randomness.NextGuid());
        }
    }

    private static Dictionary<string, StringValues> Form(ArmRequest request) => QueryHelpers.ParseQuery(Encoding.UTF8.GetString(request.Content));

    private static string? Value(Dictionary<string, StringValues> form, string name) =>
        form.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

    private static JsonObject Instance(ArmRequest request)
    {
        var host = request.Url.Authority;
        return new JsonObject
        {
            ["tenant_discovery_endpoint"] = $"https://{host}/common/v2.0/.well-known/openid-configuration",
            ["api-version"] = "1.1",
            ["metadata"] = new JsonArray(new JsonObject
            {
                ["preferred_network"] = host,
                ["preferred_cache"] = host,
                ["aliases"] = new JsonArray(host),
            }),
        };
    }

    private string Known(string tenant) => string.Equals(tenant, options.TenantId, StringComparison.OrdinalIgnoreCase) || tenant is "common" or "organizations"
        ? options.TenantId
        : throw TokenRefusal.UnknownTenant(tenant);

    private static JsonObject Configuration(ArmRequest request, string tenant) => new()
    {
        ["issuer"] = request.UrlOf($"/{tenant}/v2.0"),
        ["authorization_endpoint"] = request.UrlOf($"/{tenant}/oauth2/v2.0/authorize"),
        ["token_endpoint"] = request.UrlOf($"/{tenant}/oauth2/v2.0/token"),
        ["end_session_endpoint"] = request.UrlOf($"/{tenant}/oauth2/v2.0/logout"),
        ["jwks_uri"] = request.UrlOf($"/{tenant}/discovery/v2.0/keys"),
        ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post", "private_key_jwt"),
        ["response_types_supported"] = new JsonArray("code"),
        ["subject_types_supported"] = new JsonArray("pairwise"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
    };

    private ArmResponse Token(string tenant, Dictionary<string, StringValues> form, int version)
    {
        if (Value(form, "grant_type") is var grant && grant is not "client_credentials")
        {
            throw TokenRefusal.UnsupportedGrant(grant);
        }

        var clientId = Value(form, "client_id") ?? throw TokenRefusal.UnknownApplication("");
        var principal = proof.Check(clientId, Value(form, "client_secret"), Value(form, "client_assertion"));
        var audience = AudienceOf(form, version);
        var seconds = (long)Lifetime.TotalSeconds - 1;
        var answer = new JsonObject
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = version == 1 ? seconds.ToString(CultureInfo.InvariantCulture) : seconds,
            ["ext_expires_in"] = version == 1 ? seconds.ToString(CultureInfo.InvariantCulture) : seconds,
            ["access_token"] = tokens.Issue(principal, audience, Lifetime),
        };
        if (version == 1)
        {
            answer["resource"] = audience;
            answer["expires_on"] = options.Time.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        }

        return new ArmResponse(200, answer).With("Cache-Control", "no-store").With("x-ms-tenant", tenant);
    }

    private static string AudienceOf(Dictionary<string, StringValues> form, int version)
    {
        if (version == 1)
        {
            return Value(form, "resource") ?? throw TokenRefusal.MissingScope();
        }

        const string suffix = "/.default";
        var scope = Value(form, "scope")?.Split(' ').FirstOrDefault(static s => s.EndsWith(suffix, StringComparison.Ordinal));
        return scope?[..^suffix.Length].TrimEnd('/') ?? throw TokenRefusal.MissingScope();
    }
}
