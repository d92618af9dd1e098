using System.Text.Json.Nodes;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Activities.Resources;

/// <summary>
/// Null in an ARM body that a manifest brings means that the field be Azure's own. Once that is said it holds, whatever value Azure fills in: said again with every apply, it would
/// be a difference without end.
/// </summary>
internal static class SaidNulls
{
    /// <summary>Takes the nulls that Azure was told already out of what is wanted.</summary>
    /// <param name="context">Tells the specs in question.</param>
    /// <param name="wanted">Changed in place.</param>
    /// <param name="path">Where it is in the resource.</param>
    /// <param name="bodyOf">The same part of another spec; null where it has none.</param>
    /// <param name="frozen">Paths that Azure keeps as they were made: they need no telling, unless a spec had them.</param>
    public static void Drop(ResourceContext context, JsonObject wanted, string path, Func<ClusterSpec, JsonObject?> bodyOf, IReadOnlyList<string> frozen)
    {
        // What is made with this spec is made without what is null; what is taken over has to be told once.
        var isSaid = context.HasApplied || context.Spec.ManagedCluster is not { Adopt: true };
        Drop(wanted, [.. context.SinceApplied.Select(bodyOf)], isSaid, frozen, path);
    }

    private static void Drop(JsonObject wanted, IReadOnlyList<JsonNode?> before, bool isSaid, IReadOnlyList<string> frozen, string path)
    {
        foreach (var (name, value) in wanted.ToList())
        {
            var at = $"{path}.{name}";
            if (value is JsonObject inner)
            {
                Drop(inner, [.. before.Select(body => (body as JsonObject)?[name])], isSaid, frozen, at);
            }
            else if (value is null && (frozen.Any(kept => at.StartsWith(kept, StringComparison.Ordinal))
                ? before.All(body => (body as JsonObject)?[name] is null)
                : isSaid && before.All(body => body is JsonObject had && had.ContainsKey(name) && had[name] is null)))
            {
                wanted.Remove(name);
            }
        }
    }
}
