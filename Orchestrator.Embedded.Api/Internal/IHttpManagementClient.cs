namespace Orchestrator.Embedded.Api.Internal;

/// <summary>A client that knows its management API.</summary>
internal interface IHttpManagementClient
{
    HttpManagementEndpoint? ManagementEndpoint { get; }
}
