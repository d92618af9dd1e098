using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Manifests.Validation;

internal static class ControlPlaneValidation
{
    // etcd's own advice; beyond it writes only get slower.
    private const int MostReplicas = 9;

    public static void Check(ClusterSpec spec, SpecReport report)
    {
        var controlPlane = spec.ControlPlane;
        report.Pattern("controlPlane.name", "name", controlPlane.Name, NamePatterns.MachineGroup(), "1 to 58 lower-case letters, digits and hyphens");
        if (controlPlane.Replicas is < 1 or > MostReplicas || controlPlane.Replicas % 2 == 0)
        {
            report.Invalid(
                "controlPlane.replicas", $"The control plane has {controlPlane.Replicas} replicas; etcd needs an odd number to vote.",
                $"Write an odd number from 1 to {MostReplicas}.");
        }

        MachineValidation.Check("controlPlane.machine", controlPlane.Machine, spec.Network, SubnetRole.ControlPlane, report);
        if (controlPlane.Machine.Spot is not null)
        {
            report.Error(
                ErrorCatalog.UnsupportedFeature, "controlPlane.machine.spot", "A control plane on spot machines loses etcd with the first eviction.",
                "Remove the spot options.");
        }
    }
}
