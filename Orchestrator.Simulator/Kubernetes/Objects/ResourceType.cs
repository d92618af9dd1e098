namespace Orchestrator.Simulator.Kubernetes.Objects;

/// <summary>A resource that the API serves.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="HasStatus">Its status changes only through the status subresource.</param>
internal sealed record ResourceType(string Group, string Version, string Plural, string Kind, bool IsNamespaced, string[] ShortNames, bool HasStatus)
{
    public string GroupVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";
}
