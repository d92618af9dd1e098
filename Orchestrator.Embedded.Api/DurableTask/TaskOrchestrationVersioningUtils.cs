namespace Microsoft.DurableTask.Abstractions;

/// <summary>Order of versions: none is lowest; by number where both are numeric, else by text without regard to case.</summary>
public static class TaskOrchestrationVersioningUtils
{
    public static int CompareVersions(string sourceVersion, string otherVersion)
    {
        var sourceEmpty = string.IsNullOrWhiteSpace(sourceVersion);
        var otherEmpty = string.IsNullOrWhiteSpace(otherVersion);
        if (sourceEmpty || otherEmpty)
        {
            return otherEmpty.CompareTo(sourceEmpty);
        }

        return System.Version.TryParse(sourceVersion, out var source) && System.Version.TryParse(otherVersion, out var other)
            ? source.CompareTo(other)
            : string.Compare(sourceVersion, otherVersion, StringComparison.OrdinalIgnoreCase);
    }
}
