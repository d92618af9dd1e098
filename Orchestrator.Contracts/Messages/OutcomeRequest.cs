using System.Text.Json.Serialization;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Contracts.Messages;

/// <summary>Names an outcome.</summary>
/// <param name="Cluster">Null: it is of no cluster.</param>
/// <param name="Id">For the end of an operation its id.</param>
public sealed record OutcomeRequest(ClusterKey? Cluster, [property: JsonPropertyName("operationId")] string Id);
