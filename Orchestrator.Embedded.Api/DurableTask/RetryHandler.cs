namespace Microsoft.DurableTask;

/// <summary>Decides whether to try again. Runs again on each replay; it has no delay of its own.</summary>
public delegate bool RetryHandler(RetryContext retryContext);
