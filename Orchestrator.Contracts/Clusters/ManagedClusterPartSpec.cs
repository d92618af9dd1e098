using System.Text.Json.Nodes;

namespace Orchestrator.Contracts.Clusters;

/// <summary>A resource that belongs to an AKS cluster, with its body as ARM has it.</summary>
/// <param name="Kind">Its kind of step, such as MaintenanceConfiguration.</param>
/// <param name="Id">ARM id.</param>
/// <param name="Body">The body without what the cluster itself decides.</param>
public sealed record ManagedClusterPartSpec(string Kind, string Id, JsonObject Body);
