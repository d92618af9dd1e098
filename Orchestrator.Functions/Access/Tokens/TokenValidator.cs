using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;

namespace Orchestrator.Functions.Access.Tokens;

/// <summary>Turns a bearer token into what its caller may do, or says why not.</summary>
public sealed class TokenValidator(AccessOptions options, IssuerKeys keys, TimeProvider time)
{
    /// <summary>How far the issuer's clock may be from ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256"];

    /// <exception cref="OrchestratorException">TokenRefused; IssuerUnreachable.</exception>
    public async Task<CallerAccess> ValidateAsync(string text, CancellationToken cancellation)
    {
        var token = BearerToken.Parse(text) ?? throw Refused("is no signed JSON Web Token");
        await CheckSignatureAsync(token, cancellation);
        CheckIssue(token);
        CheckTimes(token);
        return new CallerAccess(CallerOf(token), RoleOf(token), NamespacesOf(token));
    }

    private async Task CheckSignatureAsync(BearerToken token, CancellationToken cancellation)
    {
        var algorithm = token.HeaderText("alg");
        if (!Algorithms.Contains(algorithm, StringComparer.Ordinal))
        {
            throw Refused($"is signed by '{algorithm}', which is not taken");
        }

        if (token.Header.ContainsKey("crit"))
        {
            throw Refused("demands extensions that are not known ('crit')");
        }

        if (token.Header.ContainsKey("nonce"))
        {
            // Such tokens are for Microsoft Graph alone, and nobody else can check their signature.
            throw Refused("is for Microsoft Graph ('nonce'); ask for one with this app's audience");
        }

        var id = token.HeaderText("kid") ?? throw Refused("does not say by which key it is signed ('kid')");
        var key = await keys.FindAsync(id, cancellation) ?? throw Refused($"is signed by the key '{Shown(id)}', which its issuer does not have");
        if (!key.Verifies(algorithm!, token.Signed, token.Signature))
        {
            throw Refused("has a wrong signature");
        }
    }

    private void CheckIssue(BearerToken token)
    {
        if (token.Claim("iss") != options.Issuer)
        {
            throw Refused($"is from the issuer '{Shown(token.Claim("iss"))}', not from {options.Issuer}");
        }

        var audiences = token.ClaimValues("aud");
        if (!audiences.Intersect(options.Audiences, StringComparer.Ordinal).Any())
        {
            throw Refused($"is for '{Shown(string.Join(' ', audiences))}', not for {string.Join(" or ", options.Audiences)}");
        }

        var client = token.Claim("azp") ?? token.Claim("appid");
        if (options.Clients.Count > 0 && !options.Clients.Contains(client, StringComparer.OrdinalIgnoreCase))
        {
            throw Refused($"was given to the application '{Shown(client)}', which is not allowed here");
        }
    }

    private void CheckTimes(BearerToken token)
    {
        var now = time.GetUtcNow();
        if (token.Time("exp") is not { } end)
        {
            throw Refused("does not say until when it is valid ('exp')");
        }

        if (now >= end + Skew)
        {
            throw Refused($"expired at {end:u}");
        }

        if ((token.Claims.ContainsKey("nbf") || token.Claims.ContainsKey("iat")) && Start(token) is var start && (start is null || now < start - Skew))
        {
            throw Refused(start is null ? "does not say since when it is valid" : $"is not valid before {start:u}");
        }
    }

    /// <summary>The later of <c>nbf</c> and <c>iat</c>; null when one of them is no time.</summary>
    private static DateTimeOffset? Start(BearerToken token)
    {
        var times = new[] { "nbf", "iat" }.Where(token.Claims.ContainsKey).Select(token.Time).ToList();
        return times.Contains(null) ? null : times.Max();
    }

    private static Role RoleOf(BearerToken token)
    {
        var roles = token.ClaimValues("roles");
        return Enum.GetValues<Role>().Where(role => role != Role.None && roles.Contains(role.ToString(), StringComparer.Ordinal)).DefaultIfEmpty(Role.None).Max();
    }

    private static Caller CallerOf(BearerToken token)
    {
        string[] names = ["preferred_username", "upn", "name", "app_displayname", "azp", "appid", "sub"];
        return new Caller
        {
            Kind = CallerKind.Token,
            Name = Shown(names.Select(token.Claim).FirstOrDefault(static name => !string.IsNullOrEmpty(name)) ?? "unnamed"),
            Id = token.Claim("oid") ?? token.Claim("sub"),
        };
    }

    private IReadOnlySet<string>? NamespacesOf(BearerToken token)
    {
        var isNamed = token.Claims.ContainsKey(options.NamespacesClaim);
        if (!isNamed && options.GroupNamespaces.Count == 0)
        {
            return null;
        }

        if (options.GroupNamespaces.Count > 0 && !token.Claims.ContainsKey("groups") && (token.Claims.ContainsKey("hasgroups") || token.Claims.ContainsKey("_claim_names")))
        {
            throw Refused("does not name its caller's groups, who has too many of them; assign groups to the application and have only those emitted");
        }

        var named = token.ClaimValues(options.NamespacesClaim).SelectMany(static value => value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries));
        var mapped = token.ClaimValues("groups").SelectMany(group => options.GroupNamespaces.GetValueOrDefault(group) ?? []);
        var namespaces = named.Concat(mapped).ToHashSet(StringComparer.Ordinal);
        return namespaces.Contains("*") ? null : namespaces;
    }

    private static string Shown(string? text) => text is null ? "" : new string([.. text.Where(static c => !char.IsControl(c)).Take(100)]);

    private static OrchestratorException Refused(string why) => new(ErrorCatalog.TokenRefused.With($"The token {why}."));
}
