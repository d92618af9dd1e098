namespace Orchestrator.Contracts.Fleet;

/// <summary>What a fleet operation does with each of its clusters.</summary>
public enum FleetAction
{
    /// <summary>To another Kubernetes version.</summary>
    Upgrade,

    /// <summary>Machines are replaced that nothing is wrong with.</summary>
    Restart,

    /// <summary>To what a manifest says.</summary>
    Apply,

    /// <summary>AKS clusters run.</summary>
    Start,

    /// <summary>AKS clusters stand still and cost next to nothing.</summary>
    Stop,
}
