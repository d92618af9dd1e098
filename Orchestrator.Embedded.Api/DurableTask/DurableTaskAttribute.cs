namespace Microsoft.DurableTask;

/// <summary>Names a class-based orchestrator or activity.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DurableTaskAttribute : Attribute
{
    public DurableTaskAttribute(string? name = null)
    {
        Name = string.IsNullOrEmpty(name) ? default : new TaskName(name);
    }

    public TaskName Name { get; }

    public string? Version { get; set; }
}
