namespace Orchestrator.Contracts.Messages;

/// <summary>
/// How old the Azure half of an observation may be: what was read at or after an instant will do, null has it read anew. The instants are those of the asker's
/// own last writes, so that it never decides on what it has changed since; what others change is seen a little later.
/// </summary>
/// <param name="Model">Of the scale set itself.</param>
/// <param name="Machines">Of its instances, or of the control plane's virtual machines.</param>
public sealed record Freshness(DateTimeOffset? Model = null, DateTimeOffset? Machines = null);
