using System.Collections.Concurrent;
using Orchestrator.Simulator.Arm.Resources;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm.Graph;

/// <summary>How Resource Graph names types: in lower case, groups with their subscription.</summary>
internal static class GraphTypes
{
    private static readonly ConcurrentDictionary<string, string> Names = new(StringComparer.Ordinal);

    public static string NameOf(string type) =>
        Names.GetOrAdd(type, static type => type.Same(ResourceGroups.TypeName) ? "microsoft.resources/subscriptions/resourcegroups" : type.ToLowerInvariant());
}
