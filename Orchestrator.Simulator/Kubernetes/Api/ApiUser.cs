namespace Orchestrator.Simulator.Kubernetes.Api;

internal sealed record ApiUser(string Name, IReadOnlyList<string> Groups)
{
    public static ApiUser Anonymous { get; } = new("system:anonymous", ["system:unauthenticated"]);

    public bool IsAnonymous => Name == Anonymous.Name;
}
