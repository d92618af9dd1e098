namespace Orchestrator.Cli.Rendering;

/// <summary>How history is written.</summary>
public enum HistoryFormat
{
    Table,

    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>One JSON document for each entry, each on a line of its own.</summary>
    JsonL,
}
