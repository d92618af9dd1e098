using System.Net;
using Microsoft.AspNetCore.Http;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;
using Orchestrator.Functions.Access.Tokens;

namespace Orchestrator.Functions.Access;

/// <summary>Who calls, and what that allows: by token where an issuer is configured, else by the function key that the host has checked, which may have a rule of its own.</summary>
public sealed class Authentication(AccessOptions options, TokenValidator tokens, CallerAddress addresses)
{
    private const string Scheme = "Bearer ";

    /// <exception cref="OrchestratorException">TokenMissing, TokenRefused, IssuerUnreachable.</exception>
    public async Task<CallerAccess> AuthenticateAsync(HttpContext http, CancellationToken cancellation)
    {
        var header = http.Request.Headers.Authorization;
        if (options.Issuer is null || (header.Count == 0 && options.Keys.Count > 0))
        {
            return ByKey(http.Request) ?? throw TokenMissing();
        }

        return header is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? await tokens.ValidateAsync(value[Scheme.Length..].Trim(), cancellation)
            : throw TokenMissing();
    }

    /// <summary>Of several keys the narrowest counts. A key without a rule opens everything where nothing else is wanted, and nothing where tokens are.</summary>
    /// <returns>Null: the key is not enough.</returns>
    private CallerAccess? ByKey(HttpRequest request)
    {
        var presented = KeyCaller.Presented(request).ToList();
        var ruled = presented
            .Select(key => (Key: key, Rule: options.Keys.GetValueOrDefault(KeyRule.DigestOf(key))))
            .Where(static key => key.Rule is not null)
            .OrderBy(static key => key.Rule!.Role).ThenBy(static key => key.Rule!.Namespaces?.Count ?? int.MaxValue)
            .FirstOrDefault();
        if (ruled is { Rule: { } rule })
        {
            return new CallerAccess(KeyCaller.Named(ruled.Key), rule.Role, rule.Namespaces);
        }

        return options.Issuer is null && (presented.Count > 0 || options.Keys.Count == 0) ? new CallerAccess(KeyCaller.Of(request), Role.Admin) : null;
    }

    private OrchestratorException TokenMissing() => new(ErrorCatalog.TokenMissing.With(options.Issuer is null
        ? "This app wants a function key that it can see, in the header 'x-functions-key' or as 'code'."
        : $"This app wants a token of {options.Issuer} in the header 'Authorization: Bearer'."));

    /// <summary>By which the caller's requests are counted; null: they are not. Before anything costly is done for it, so by what it cannot choose freely.</summary>
    public string? RateKeyOf(HttpContext http)
    {
        var address = addresses.Of(http);
        var isLocal = IPAddress.TryParse(address, out var parsed) && IPAddress.IsLoopback(parsed);
        return isLocal && !options.IsRateWritten ? null : $"{KeyCaller.Of(http.Request).Name} {address}";
    }

    /// <summary>The name by which a refused caller is noted when it has none.</summary>
    public static Caller Unknown(HttpContext http) => KeyCaller.Of(http.Request);
}
