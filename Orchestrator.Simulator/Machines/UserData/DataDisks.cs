using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestrator.Simulator.Machines.UserData;

/// <summary>Checks that the disks which the user data partitions, formats and mounts are attached to the machine.</summary>
internal static partial class DataDisks
{
    /// <exception cref="BootFailure">A device or a label that is used does not exist.</exception>
    public static void Check(CloudConfig config, int dataDiskCount)
    {
        foreach (var device in config.Devices)
        {
            if (Lun().Match(device) is { Success: true } lun && int.Parse(lun.Groups[1].Value, CultureInfo.InvariantCulture) >= dataDiskCount)
            {
                throw new BootFailure($"cloud-init: device {device} does not exist: the machine has {dataDiskCount} data disks");
            }

            if (device.StartsWith("LABEL=", StringComparison.Ordinal) && !config.FilesystemLabels.Contains(device["LABEL=".Length..]))
            {
                throw new BootFailure($"cloud-init: mounts: no filesystem is labelled {device["LABEL=".Length..]}");
            }
        }
    }

    [GeneratedRegex(@"/lun(\d{1,3})(?:-part\d+)?\z")]
    private static partial Regex Lun();
}
