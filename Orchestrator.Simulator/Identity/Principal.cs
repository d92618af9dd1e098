namespace Orchestrator.Simulator.Identity;

/// <summary>Who a token speaks for.</summary>
/// <param name="ResourceId">The ARM id of a managed identity; null for an application.</param>
internal sealed record Principal(string ClientId, string ObjectId, string? ResourceId = null);
