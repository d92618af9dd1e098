namespace Orchestrator.Embedded.Hosting.Triggers;

/// <summary>Waits for what a trigger waits for, and runs its function.</summary>
internal interface ITriggerListener
{
    string FunctionName { get; }

    /// <exception cref="EmbeddedHostException">What is stored for the trigger cannot be read.</exception>
    void Start();

    /// <summary>Runs the function once, apart from what triggers it. Returns when the run is sure to happen, not when it has ended.</summary>
    /// <exception cref="ArgumentException">The trigger cannot carry the input.</exception>
    Task RunOnceAsync(string input, CancellationToken cancellation);

    /// <summary>Begins no more runs, cancels those in progress and waits for their ends.</summary>
    Task StopAsync();
}
