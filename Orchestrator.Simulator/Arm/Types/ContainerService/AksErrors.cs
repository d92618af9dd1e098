using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;
using Orchestrator.Simulator.Machines;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>The errors of Microsoft.ContainerService, in its words.</summary>
internal static class AksErrors
{
    private const string Rules = "For more information, please check https://aka.ms/aks/UpgradeVersionRules";

    /// <summary>Comes without the outer <c>error</c> member.</summary>
    public static ArmException Busy(ArmOperation other, string state)
    {
        var (kind, name) = (other.Type.EndsWith("/agentPools", StringComparison.OrdinalIgnoreCase) ? "agentpool" : "managedCluster", other.RecordId[(other.RecordId.LastIndexOf('/') + 1)..]);
        return new(409, "OperationNotAllowed", $"Operation is not allowed: Another {kind} operation ({name} - {state}) is in progress, please wait for it to finish before starting a new operation. See https://aka.ms/aks-pending-operation for more details") { Bare = true };
    }

    public static ArmException VersionNotSupported(string version, string location) =>
        new(400, "K8sVersionNotSupported", $"Version {version} is not supported in this region. Please use [az aks get-versions] command to get the supported version list in this region ({location}). For more information, please check https://aka.ms/supported-version-list") { Target = "properties.kubernetesVersion" };

    public static ArmException LongTermOnly(string cluster, string version) =>
        new(400, "K8sVersionNotSupported", $"Managed cluster {cluster} is on version {version}, which is only available for Long-Term Support (LTS). If you intend to onboard to LTS, please ensure the cluster is in Premium tier and LTS support plan. Otherwise, use [az aks get-versions] command to get the supported version list in this region. For more information, please check https://aka.ms/supported-version-list") { Target = "properties.kubernetesVersion" };

    public static ArmException UpgradeNotAllowed(string from, string to, IEnumerable<string> upgrades) =>
        new(400, "OperationNotAllowed", $"Upgrading Kubernetes version {from} to {to} is not allowed. Available upgrades: [{string.Join(' ', upgrades)}]. Please see https://aka.ms/aks-supported-k8s-ver for version details.") { Target = "kubernetesVersion" };

    public static ArmException PoolAhead(string pool, string poolVersion, string version) =>
        new(400, "NodePoolMcVersionIncompatible", $"Node pool {pool} version {poolVersion} and control plane version {version} are incompatible. Version of node pool cannot be higher than control plane's version. {Rules}");

    public static ArmException PoolBehind(string pool, string poolVersion, string version, int most) =>
        new(400, "NodePoolMcVersionIncompatible", $"Node pool {pool} version {poolVersion} and control plane version {version} are incompatible. Minor version of node pool cannot be more than {most} versions less than control plane's version. {Rules}");

    public static ArmException NoSystemPool() =>
        new(400, "OperationNotAllowed", "There has to be at least one system node pool with one node at least in the cluster. For more information, please visit https://aka.ms/aks/system-node-pool");

    public static ArmException Bad(string message, string? target = null) => new(400, "InvalidParameter", message) { Target = target };

    /// <summary>What an operation ends with whose drain took longer than it may.</summary>
    public static ArmFault DrainFailed(DrainProgress? progress)
    {
        var (node, blocker) = (progress?.Node ?? "", progress?.Blocker);
        return new("UpgradeFailed", blocker is null
            ? $"Drain node {node} failed: the pods on it did not end in time. See http://aka.ms/aks/debugdrainfailures."
            : $"Drain node {node} failed when evicting pod {blocker.Pod} failed with Too Many Requests error. This is often caused by a restrictive Pod Disruption Budget (PDB) policy. See http://aka.ms/aks/debugdrainfailures. Original error: Cannot evict pod as it would violate the pod's disruption budget.. PDB debug info: {blocker.Namespace}/{blocker.Pod} blocked by pdb {blocker.Budget} with {blocker.UnreadyPods} unready pods.");
    }

    public static ArmFault NodesNotReady(string pool) =>
        new("NodesNotReady", $"The nodes of node pool {pool} did not become ready in time.");

    /// <param name="doing">Such as <c>stopping</c>.</param>
    public static ArmException Stopped(string state, string doing) =>
        new(400, "OperationNotAllowed", $"managed cluster is in Provisioning State({state}) and Power State(Stopped), {doing} cannot be performed");

    public static ArmException PoolIntroduced() =>
        new(400, "BadRequest", "A new agent pool was introduced. Adding agent pools to an existing cluster is not allowed through managed cluster operations. For agent pool specific change, please use per agent pool operations: https://aka.ms/agent-pool-rest-api") { Target = "agentPoolProfiles" };

    public static ArmException PoolsNotUpgraded() =>
        new(400, "NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged", "Using managed cluster api, all Agent pools' OrchestratorVersion must be all specified or all unspecified. If all specified, they must be stay unchanged or the same with control plane.");

    public static ArmException LocalAccountsDisabled() =>
        new(400, "BadRequest", "Getting static credential is not allowed because this cluster is set to disable local accounts.");
}
