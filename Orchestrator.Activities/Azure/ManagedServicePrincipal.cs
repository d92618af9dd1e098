namespace Orchestrator.Activities.Azure;

internal sealed record ManagedServicePrincipal(string ClientId, string ClientSecret);
