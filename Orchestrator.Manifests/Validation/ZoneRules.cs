namespace Orchestrator.Manifests.Validation;

internal static class ZoneRules
{
    private static readonly string[] Zones = ["1", "2", "3"];

    public static void Check(string path, IReadOnlyList<string> zones, SpecReport report)
    {
        for (var i = 0; i < zones.Count; i++)
        {
            if (!Zones.Contains(zones[i], StringComparer.Ordinal))
            {
                report.Invalid($"{path}[{i}]", $"\"{zones[i]}\" is not an availability zone.", "Write \"1\", \"2\" or \"3\".");
            }
            else if (zones.Take(i).Contains(zones[i], StringComparer.Ordinal))
            {
                report.Invalid($"{path}[{i}]", $"The zone {zones[i]} stands twice.", "Remove one of them.");
            }
        }
    }
}
