namespace Orchestrator.Activities.Bootstrap.CloudInit;

/// <summary>An entry of write_files.</summary>
internal sealed record CloudConfigFile(
    string Path, string Content, string? Permissions = null, string? Owner = "root:root", string? Encoding = null, bool Append = false)
{
    public override string ToString() => $"CloudConfigFile {{ {Path} }}";
}
