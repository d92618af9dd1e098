namespace Orchestrator.Contracts.Clusters;

/// <summary>For how many days after its creation nobody can change or delete a backup. <c>Locked</c>: nobody can shorten or remove the policy either, for ever.</summary>
public sealed record ImmutabilitySpec(int Days, bool Locked = false);
