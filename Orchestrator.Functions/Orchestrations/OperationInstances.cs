using System.Globalization;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Functions.Orchestrations;

/// <summary>Instance ids, derived from the cluster so that two starts at once are one. A namespace holds no dot, so an id parses back without doubt.</summary>
public static class OperationInstances
{
    public static string OperationId(ClusterKey cluster, int number) => $"{cluster.Namespace}.{cluster.Name}.{number}";

    /// <summary>The cluster of an operation id; null when it is not one.</summary>
    public static ClusterKey? ClusterOf(string operationId)
    {
        var first = operationId.IndexOf('.', StringComparison.Ordinal);
        var last = operationId.LastIndexOf('.');
        return first > 0 && last > first + 1 && int.TryParse(operationId.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? new ClusterKey(operationId[..first], operationId[(first + 1)..last])
            : null;
    }

    /// <summary>The part of the control plane that pools wait for on creation.</summary>
    public static string ControlPlaneInit(string operationId) => $"{operationId}:controlplane:init";

    public static string ControlPlane(string operationId) => $"{operationId}:controlplane";

    public static string MachinePool(string operationId, string pool) => $"{operationId}:pool:{pool}";

    /// <summary>Every instance that may wait for a resource: the operation itself and, for what belongs to machines, its groups. Raising an event to one that does not exist does nothing.</summary>
    public static IEnumerable<string> WaitingFor(string operationId, string resourceId)
    {
        yield return operationId;
        if (resourceId.Contains("/virtualMachineScaleSets/", StringComparison.OrdinalIgnoreCase))
        {
            yield return MachinePool(operationId, resourceId.Split('/')[8]);
        }
        else if (MachineTypes.Any(type => resourceId.Contains(type, StringComparison.OrdinalIgnoreCase)))
        {
            yield return ControlPlaneInit(operationId);
            yield return ControlPlane(operationId);
        }
    }

    private static readonly string[] MachineTypes = ["/virtualMachines/", "/networkInterfaces/", "/inboundNatRules/", "/disks/"];
}
