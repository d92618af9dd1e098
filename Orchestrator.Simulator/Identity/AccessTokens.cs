using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Errors;

namespace Orchestrator.Simulator.Identity;

/// <summary>Issues the tenant's access tokens, and checks those that Resource Manager is shown.</summary>
internal sealed class AccessTokens(SimulatorOptions options, SigningKey key)
{
    /// <summary>What Azure's clouds call their Resource Manager.</summary>
    private static readonly HashSet<string> ManagementAudiences = new(StringComparer.OrdinalIgnoreCase)
    {
        "https://management.azure.com", "https://management.core.windows.net", "https://management.usgovcloudapi.net", "https://management.core.usgovcloudapi.net",
        "https://management.chinacloudapi.cn", "https://management.core.chinacloudapi.cn",
    };

    public string Issue(Principal principal, string audience, TimeSpan lifetime)
    {
        var now = options.Time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["aud"] = audience,
            ["iss"] = $"https://sts.windows.net/{options.TenantId}/",
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + (long)lifetime.TotalSeconds,
            ["appid"] = principal.ClientId,
            ["idtyp"] = "app",
            ["oid"] = principal.ObjectId,
            ["sub"] = principal.ObjectId,
            ["tid"] = options.TenantId,
            ["ver"] = "1.0",
        };
        if (principal.ResourceId is { } resource)
        {
            claims["xms_mirid"] = resource;
        }

        return JsonWebToken.Sign(new JsonObject { ["typ"] = "JWT", ["alg"] = "RS256", ["kid"] = key.KeyId }, claims, key.Key);
    }

    /// <summary>The object id behind a token that this tenant issued; the token itself for one from elsewhere, where such are allowed.</summary>
    /// <exception cref="ArmException">401: the token is not valid for Resource Manager.</exception>
    public string CallerOf(string bearer)
    {
        var token = JsonWebToken.Parse(bearer);
        if (token is null || !token.IsSignedBy(key.Key))
        {
            return options.RequireTokens
                ? throw ArmErrors.InvalidToken("InvalidAuthenticationToken", "The access token is invalid.")
                : bearer;
        }

        if (DateTimeOffset.FromUnixTimeSeconds(token.Seconds("exp")) is var expiry && expiry <= options.Time.GetUtcNow())
        {
            throw ArmErrors.InvalidToken("ExpiredAuthenticationToken", $"The access token expiry UTC time '{expiry.UtcDateTime:G}' is earlier than current UTC time '{options.Time.GetUtcNow().UtcDateTime:G}'.");
        }

        return ManagementAudiences.Contains(token.Claim("aud")?.TrimEnd('/') ?? "")
            ? token.Claim("oid")!
            : throw ArmErrors.InvalidToken("InvalidAuthenticationTokenAudience", $"The access token has been obtained for wrong audience or resource '{token.Claim("aud")}'. It should exactly match with one of the allowed audiences.");
    }
}
