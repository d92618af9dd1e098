namespace Orchestrator.Contracts.Clusters;

/// <summary>How a scale set holds its machines.</summary>
public enum OrchestrationMode
{
    /// <summary>Instances of one model, managed through the scale set.</summary>
    Uniform,

    /// <summary>Virtual machines of their own that the scale set only groups.</summary>
    Flexible,
}
