using Orchestrator.Simulator.Arm.Errors;
using Orchestrator.Simulator.Arm.Operations;

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

    public static ArmException UpgradeNotAllowed(string from, string to, IEnumerable<string> upgrades) =>
        new(400, "OperationNotAllowed", $"Upgrading Kubernetes version {from} to {to} is not allowed. Available upgrades: [{string.Join(' ', upgrades)}]. Please see https://aka.ms/aks-supported-k8s-ver for version details.") { Target = "kubernetesVersion" };

    public static ArmException PoolAhead(string pool, string poolVersion, string version) =>
        new(400, "NodePoolMcVersionIncompatible", $"Node pool {pool} version {poolVersion} and control plane version {version} are incompatible. Version of node pool cannot be higher than control plane's version. {Rules}");

    public static ArmException PoolBehind(string pool, string poolVersion, string version, int most) =>
        new(400, "NodePoolMcVersionIncompatible", $"Node pool {pool} version {poolVersion} and control plane version {version} are incompatible. Minor version of node pool cannot be more than {most} versions less than control plane's version. {Rules}");

    public static ArmException NoSystemPool() =>
        new(400, "OperationNotAllowed", "There has to be at least one system node pool with one node at least in the cluster. For more information, please visit https://aka.ms/aks/system-node-pool");

    public static ArmException Bad(string message, string? target = null) => new(400, "InvalidParameter", message) { Target = target };

    public static ArmException LocalAccountsDisabled() =>
        new(400, "BadRequest", "Getting static credential is not allowed because this cluster is set to disable local accounts.");
}
