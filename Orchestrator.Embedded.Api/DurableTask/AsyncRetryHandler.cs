namespace Microsoft.DurableTask;

/// <summary>Decides whether to try again; may await durable tasks, such as a timer for the delay.</summary>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
