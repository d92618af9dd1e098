using System.Net;
using Microsoft.AspNetCore.Http;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.History;
using Orchestrator.Functions.Access.Tokens;

namespace Orchestrator.Functions.Access;

/// <summary>Who calls, and what that allows: by token where an issuer is configured, else by the function key that the host has checked.</summary>
public sealed class Authentication(AccessOptions options, TokenValidator tokens, CallerAddress addresses)
{
    private const string Scheme = "Bearer ";

    /// <exception cref="OrchestratorException">TokenMissing, TokenRefused, IssuerUnreachable.</exception>
    public async Task<CallerAccess> AuthenticateAsync(HttpContext http, CancellationToken cancellation)
    {
        if (options.Issuer is null)
        {
            return new CallerAccess(KeyCaller.Of(http.Request), Role.Admin);
        }

        var header = http.Request.Headers.Authorization;
        return header is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? await tokens.ValidateAsync(value[Scheme.Length..].Trim(), cancellation)
            : throw new OrchestratorException(ErrorCatalog.TokenMissing.With($"This app wants a token of {options.Issuer} in the header 'Authorization: Bearer'."));
    }

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
