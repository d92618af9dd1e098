using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Identity;

namespace Orchestrator.Simulator.Arm.Operations;

/// <summary>What events tell of who asked: some claims of the token, under the names that Azure's events have.</summary>
internal static class CallerClaims
{
    private const string Scheme = "Bearer ";
    private const int LongestName = 64;

    private static readonly (string Claim, string Name)[] Told =
    [
        ("appid", "appid"), ("name", "name"), ("upn", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn"),
        ("oid", "http://schemas.microsoft.com/identity/claims/objectidentifier"),
    ];

    /// <summary>Where any bearer is taken, one that is no token is its bearer's name.</summary>
    public static JsonObject Of(ArmRequest request)
    {
        if (request.Header("Authorization") is not { } header || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        var bearer = header[Scheme.Length..];
        return JsonWebToken.Parse(bearer) is { } token
            ? new JsonObject(Told.Where(told => token.Claim(told.Claim) is not null).Select(told => KeyValuePair.Create<string, JsonNode?>(told.Name, token.Claim(told.Claim))))
            : bearer.Length <= LongestName ? new JsonObject { ["name"] = bearer } : [];
    }
}
