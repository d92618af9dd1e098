namespace Orchestrator.Embedded.Hosting.Triggers;

/// <summary>Waits for what a trigger waits for, and runs its function.</summary>
internal interface ITriggerListener
{
    /// <exception cref="EmbeddedHostException">What is stored for the trigger cannot be read.</exception>
    void Start();

    /// <summary>Begins no more runs, cancels those in progress and waits for their ends.</summary>
    Task StopAsync();
}
