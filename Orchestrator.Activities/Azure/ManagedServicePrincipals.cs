using Microsoft.Extensions.Configuration;

namespace Orchestrator.Activities.Azure;

/// <summary>
/// Service principals that the operators of this installation registered, one for each tenant, so that users need to bring no secret:
/// the configuration <c>Orchestrator:Azure:ManagedServicePrincipals:{tenant}:{ClientId|ClientSecret}</c>. Gardener has the same idea.
/// </summary>
internal sealed class ManagedServicePrincipals(IConfiguration configuration)
{
    /// <summary>Null: none is registered for the tenant.</summary>
    /// <exception cref="InvalidOperationException">One is registered by half.</exception>
    public ManagedServicePrincipal? Find(string tenantId)
    {
        var section = configuration.GetSection($"Orchestrator:Azure:ManagedServicePrincipals:{tenantId}");
        return (section["ClientId"], section["ClientSecret"]) switch
        {
            ({ Length: > 0 } clientId, { Length: > 0 } secret) => new ManagedServicePrincipal(clientId, secret),
            (null or "", null or "") => null,
            _ => throw new InvalidOperationException($"The settings {section.Path}:ClientId and {section.Path}:ClientSecret belong together: set both, or neither."),
        };
    }
}
