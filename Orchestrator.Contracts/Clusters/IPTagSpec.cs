namespace Orchestrator.Contracts.Clusters;

/// <summary>A tag that decides how Azure routes to a public IP, such as <c>RoutingPreference</c> with <c>Internet</c>. Azure never changes it.</summary>
public sealed record IPTagSpec(string Type, string Tag);
