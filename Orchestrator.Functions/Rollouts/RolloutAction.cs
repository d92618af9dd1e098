namespace Orchestrator.Functions.Rollouts;

public enum RolloutAction
{
    Done,

    /// <summary>Nothing to do until something outside changes; look again later.</summary>
    Wait,

    /// <summary>Pool: write the scale set's model with the capacity given.</summary>
    EnsureModel,

    /// <summary>Control plane: add one machine.</summary>
    Create,

    /// <summary>Cordon, drain and delete the machines named.</summary>
    Remove,
}
