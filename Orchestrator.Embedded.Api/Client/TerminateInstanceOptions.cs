namespace Microsoft.DurableTask.Client;

/// <summary>The output of a terminated instance, and whether its children end too.</summary>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
