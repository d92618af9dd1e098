using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Functions.Orchestrations;

namespace Orchestrator.Functions.Access;

/// <summary>The access rule of each function, from the attributes of this assembly.</summary>
public static class AccessRules
{
    private static readonly RequiresRoleAttribute Unruled = new(Role.Admin);

    private static readonly Dictionary<string, RequiresRoleAttribute> Rules = typeof(AccessRules).Assembly.GetTypes()
        .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Select(static method => (method.GetCustomAttribute<FunctionAttribute>()?.Name, Rule: method.GetCustomAttribute<RequiresRoleAttribute>()))
        .Where(static item => item is { Name: not null, Rule: not null })
        .ToDictionary(static item => item.Name!, static item => item.Rule!, StringComparer.OrdinalIgnoreCase);

    public static RequiresRoleAttribute Of(string function) => Rules.GetValueOrDefault(function, Unruled);

    /// <summary>The namespace that a path is about; null when it names none.</summary>
    public static string? NamespaceOf(string path)
    {
        var segments = path.Trim('/').Split('/');
        var start = segments.Length > 0 && Is(segments[0], "api") ? 1 : 0;
        return segments.Skip(start).ToArray() switch
        {
            [var first, var @namespace, ..] when Is(first, "clusters") => @namespace,
            [var first, var id, ..] when Is(first, "operations") => OperationInstances.ClusterOf(id)?.Namespace,
            _ => null,
        };
    }

    private static bool Is(string segment, string literal) => segment.Equals(literal, StringComparison.OrdinalIgnoreCase);
}
