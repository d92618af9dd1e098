using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>The least that Azure takes of an AKS cluster and its parts.</summary>
internal static class AksBodies
{
    public static JsonObject Cluster(string? version = "1.33.2", int count = 2)
    {
        var body = ArmBodies.Located(new
        {
            kubernetesVersion = version,
            dnsPrefix = "aks",
            agentPoolProfiles = new[] { new { name = "system", mode = "System", count, vmSize = "Standard_D2s_v3", osType = "Linux", orchestratorVersion = version } },
        });
        body["identity"] = ArmBodies.Json(new { type = "SystemAssigned" });
        return body;
    }

    public static JsonObject Pool(string mode, string? version = "1.33.2", int count = 1) => ArmBodies.Json(new { properties = new { mode, count, vmSize = "Standard_D2s_v3", osType = "Linux", orchestratorVersion = version } });

    public static JsonObject Maintenance(int hours = 4) => ArmBodies.Json(new { properties = new { maintenanceWindow = new { schedule = new { weekly = new { intervalWeeks = 1, dayOfWeek = "Sunday" } }, durationHours = hours, utcOffset = "+00:00", startDate = "2026-01-01", startTime = "00:00" } } });
}
