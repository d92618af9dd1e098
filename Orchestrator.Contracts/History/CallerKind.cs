namespace Orchestrator.Contracts.History;

/// <summary>How a caller is known.</summary>
public enum CallerKind
{
    /// <summary>Nobody asked who it is.</summary>
    Anonymous,

    /// <summary>By the function key that came with the request.</summary>
    Key,

    /// <summary>By a token of the tenant.</summary>
    Token,

    /// <summary>The source of manifests whose revision a message brought.</summary>
    Source,

    /// <summary>A schedule of the app's own.</summary>
    Schedule,

    /// <summary>The app itself, going on with what it was asked before.</summary>
    System,
}
