using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>When AKS may touch a cluster: there are three names, each for one purpose.</summary>
internal sealed class MaintenanceConfigurations : ResourceType
{
    public const string TypeName = "Microsoft.ContainerService/managedClusters/maintenanceConfigurations";
    private static readonly string[] Scheduled = ["aksManagedAutoUpgradeSchedule", "aksManagedNodeOSUpgradeSchedule"];
    private static readonly string[] Kinds = ["daily", "weekly", "absoluteMonthly", "relativeMonthly"];

    public override string Name => TypeName;

    public override ProviderStyle Provider => ProviderStyle.ContainerService;

    public override void Accept(ResourceWrite write)
    {
        write.Service.Default("created", write.World.Now.ToString("O"));
        var isScheduled = Scheduled.Contains(write.Name, StringComparer.OrdinalIgnoreCase);
        if (!isScheduled && !write.Name.Same("default"))
        {
            throw AksErrors.Bad($"The maintenance configuration name '{write.Name}' is not supported; it is one of: default, {string.Join(", ", Scheduled)}.", "configName");
        }

        var window = write.Properties["maintenanceWindow"] as JsonObject;
        if (isScheduled != window is not null)
        {
            throw AksErrors.Bad(isScheduled ? $"The maintenance configuration '{write.Name}' needs a maintenanceWindow." : "The maintenance configuration 'default' has timeInWeek and no maintenanceWindow.", "maintenanceWindow");
        }

        if (window is null)
        {
            return;
        }

        if (window.Number("durationHours") is not { } hours || hours is < 4 or > 24)
        {
            throw AksErrors.Bad("The value of maintenanceWindow.durationHours must be between 4 and 24.", "maintenanceWindow.durationHours");
        }

        if (Kinds.Count(kind => window.At($"schedule.{kind}") is not null) != 1)
        {
            throw AksErrors.Bad($"The schedule of a maintenance window has exactly one of: {string.Join(", ", Kinds)}.", "maintenanceWindow.schedule");
        }
    }

    /// <summary>The contract of maintenance configurations declares no etag.</summary>
    public override void Render(ArmResource resource, JsonObject view, ArmWorld world) => view.Remove("eTag");
}
