namespace Orchestrator.Activities.GitOps;

/// <summary>A host's name leads to an address that is not public.</summary>
public sealed class AddressNotPublicException(string host) : IOException($"{host} has an address that is not public.");
