namespace Orchestrator.Contracts.Clusters;

public sealed record ServiceEndpointSpec(string Service, IReadOnlyList<string> Locations);
