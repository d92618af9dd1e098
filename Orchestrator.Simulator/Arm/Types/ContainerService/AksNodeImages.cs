using System.Globalization;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types.ContainerService;

/// <summary>The images of nodes: a new one every week.</summary>
internal static class AksNodeImages
{
    // Any Monday will do.
    private static readonly DateTimeOffset Epoch = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The name of the newest image for a pool, such as <c>AKSUbuntu-2204gen2containerd-202512.29.0</c>.</summary>
    public static string Latest(ArmResource pool, DateTimeOffset now) => Latest(pool.Content.Text("properties.osSKU") ?? (AgentPools.IsWindows(pool.Content) ? "Windows2022" : "Ubuntu"), now);

    public static string Latest(string system, DateTimeOffset now)
    {
        var monday = Epoch.AddDays(7 * Math.Floor((now - Epoch).TotalDays / 7));
        var kind = system.ToLowerInvariant() switch
        {
            "azurelinux" or "mariner" or "cblmariner" => "AKSAzureLinux-V3gen2",
            "windows2019" => "AKSWindows-2019-containerd",
            "windows2022" => "AKSWindows-2022-containerd",
            _ => "AKSUbuntu-2204gen2containerd",
        };
        return $"{kind}-{monday.ToString("yyyyMM.dd", CultureInfo.InvariantCulture)}.0";
    }

    /// <summary>What a node says of its system.</summary>
    public static string SystemOf(ArmResource pool) => AgentPools.IsWindows(pool.Content) ? "Windows Server 2022 Datacenter" : pool.Content.Text("properties.osSKU") is { } sku && !sku.Same("Ubuntu") ? "Microsoft Azure Linux 3.0" : "Ubuntu 22.04.5 LTS";

    /// <summary>The gallery image behind a name, in the service's own subscription.</summary>
    public static string ResourceOf(string image)
    {
        var parts = image.Split('-');
        return $"/subscriptions/109a4868-0000-0000-0000-000000000000/resourceGroups/AKS-{parts[0][3..]}/providers/Microsoft.Compute/galleries/{parts[0]}/images/{string.Concat(parts[1..^1])}/versions/{parts[^1]}";
    }
}
