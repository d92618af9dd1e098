namespace Orchestrator.Embedded.Engine;

/// <summary>versionMatchStrategy of host.json: which instances this host runs.</summary>
public enum VersionMatchStrategy
{
    /// <summary>All.</summary>
    None,

    /// <summary>Those of exactly defaultVersion.</summary>
    Strict,

    /// <summary>Those of defaultVersion and older.</summary>
    CurrentOrOlder,
}
