namespace Microsoft.DurableTask.Client;

/// <summary>Whether children are purged too.</summary>
public record PurgeInstanceOptions(bool Recursive = false);
