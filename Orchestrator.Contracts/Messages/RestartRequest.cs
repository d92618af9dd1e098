namespace Orchestrator.Contracts.Messages;

/// <summary>Body of <c>POST /api/clusters/{namespace}/{name}/restart</c>: every machine that was made before is replaced, by the rules of a rollout.</summary>
/// <param name="Pool">Only this machine pool.</param>
/// <param name="ControlPlane">Only the control plane. With neither, the control plane and every pool.</param>
/// <param name="At">The moment that counts as before; null: that of the request. Sent again with the same moment, the request changes nothing more.</param>
public sealed record RestartRequest(string? Pool = null, bool ControlPlane = false, DateTimeOffset? At = null);
