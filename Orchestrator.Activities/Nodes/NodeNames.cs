namespace Orchestrator.Activities.Nodes;

/// <summary>Node names are lower case; Azure's computer names need not be.</summary>
internal static class NodeNames
{
    public static string Of(string machine) => machine.ToLowerInvariant();

    public static string PathOf(string machine) => $"api/v1/nodes/{Of(machine)}";
}
