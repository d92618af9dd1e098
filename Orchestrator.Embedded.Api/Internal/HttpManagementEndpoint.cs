namespace Orchestrator.Embedded.Api.Internal;

/// <summary>Where the management API of a client's task hub is, and the query string (task hub, connection, system key) that opens it.</summary>
internal sealed record HttpManagementEndpoint(Uri? BaseUrl, string? QueryString);
