namespace Orchestrator.Embedded.Engine;

/// <summary>versionFailureStrategy of host.json: what becomes of an instance whose version does not match.</summary>
public enum VersionFailureStrategy
{
    /// <summary>It waits for a host of its version.</summary>
    Reject,

    /// <summary>It fails with VersionMismatch.</summary>
    Fail,
}
