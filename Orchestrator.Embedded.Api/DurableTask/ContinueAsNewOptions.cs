namespace Microsoft.DurableTask;

/// <summary>How an orchestration starts over.</summary>
public class ContinueAsNewOptions
{
    public object? NewInput { get; set; }

    /// <summary>Whether events that nobody waited for yet go to the next generation.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    public string? NewVersion { get; set; }
}
