using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Cli.Input;

/// <summary>A cluster as people write it: <c>NAME</c> with <c>-n NAMESPACE</c>, or <c>NAMESPACE/NAME</c>.</summary>
public static class ClusterName
{
    public const string DefaultNamespace = "default";

    public static ClusterKey Parse(string name, string? @namespace)
    {
        var parts = name.Split('/');
        if (parts.Length > 2 || parts.Any(string.IsNullOrWhiteSpace))
        {
            throw new CommandException(ExitCodes.InvalidInput, $"'{name}' is not the name of a cluster.", "Write NAME or NAMESPACE/NAME.");
        }

        if (parts.Length == 1)
        {
            return new ClusterKey(@namespace ?? DefaultNamespace, name);
        }

        return @namespace is null || string.Equals(@namespace, parts[0], StringComparison.Ordinal)
            ? new ClusterKey(parts[0], parts[1])
            : throw new CommandException(ExitCodes.InvalidInput, $"'{name}' and --namespace {@namespace} name two namespaces.", "Give one of them.");
    }
}
