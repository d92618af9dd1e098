using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Orchestrator.Embedded.Hosting.Discovery;

/// <summary>Finds every [Function] of an app and checks them all before anything runs.</summary>
internal static class FunctionDiscovery
{
    private const BindingFlags Methods =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <exception cref="EmbeddedHostException">At least one function breaks a rule; the message lists all of them.</exception>
    public static IReadOnlyList<FunctionDescriptor> Discover(Assembly app, Func<Type, bool>? filter)
    {
        var errors = new List<string>();
        var functions = new List<FunctionDescriptor>();
        foreach (var type in Assemblies(app).SelectMany(TypesOf).Where(t => filter?.Invoke(t) ?? true))
        {
            foreach (var method in type.GetMethods(Methods))
            {
                if (method.GetCustomAttribute<FunctionAttribute>() is { } attribute
                    && new FunctionMethod(method, attribute, errors).Describe() is { } function)
                {
                    functions.Add(function);
                }
            }
        }

        CheckNames(functions, errors);
        CheckRoutes(functions, errors);
        return errors.Count == 0
            ? [.. functions.OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase)]
            : throw new EmbeddedHostException(
                string.Join(Environment.NewLine, errors.Select(e => "- " + e).Prepend("The app's functions cannot be hosted:")));
    }

    /// <summary>The app and what it references, as far as they know [Function]; metadata decides, so nothing else is loaded.</summary>
    private static IEnumerable<Assembly> Assemblies(Assembly app)
    {
        var declarations = typeof(FunctionAttribute).Assembly.GetName().Name;
        var seen = new HashSet<string>(StringComparer.Ordinal) { app.FullName! };
        var open = new Queue<Assembly>([app]);
        while (open.TryDequeue(out var assembly))
        {
            var references = assembly.GetReferencedAssemblies();
            if (Array.Exists(references, r => r.Name == declarations) && assembly != typeof(FunctionDiscovery).Assembly)
            {
                yield return assembly;
            }

            foreach (var reference in references.Where(r => !IsPlatform(r.Name!) && seen.Add(r.FullName)))
            {
                if (TryLoad(reference) is { } loaded)
                {
                    open.Enqueue(loaded);
                }
            }
        }
    }

    /// <summary>Null when the app names an assembly that it does not carry: it can have no functions there.</summary>
    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static bool IsPlatform(string name) =>
        name is "mscorlib" or "netstandard" or "System" || name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name.StartsWith("Azure.", StringComparison.Ordinal);

    private static IEnumerable<Type> TypesOf(Assembly assembly) =>
        assembly.GetTypes().Where(t => t is { IsClass: true, ContainsGenericParameters: false });

    private static void CheckNames(IEnumerable<FunctionDescriptor> functions, List<string> errors)
    {
        foreach (var same in functions.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            errors.Add($"{string.Join(" and ", same.Select(f => f.EntryPoint))}: the function name '{same.Key}' is taken more than once.");
        }
    }

    private static void CheckRoutes(IReadOnlyList<FunctionDescriptor> functions, List<string> errors)
    {
        var routes = functions.Where(f => f.Trigger is HttpTriggerAttribute).ToArray();
        for (var i = 0; i < routes.Length; i++)
        {
            foreach (var other in routes.Skip(i + 1).Where(other => Collide(routes[i], other)))
            {
                errors.Add($"{routes[i].EntryPoint} and {other.EntryPoint}: both answer the same route and method.");
            }
        }
    }

    private static bool Collide(FunctionDescriptor a, FunctionDescriptor b)
    {
        var (first, second) = ((HttpTriggerAttribute)a.Trigger, (HttpTriggerAttribute)b.Trigger);
        var (methods, others) = (HttpRoute.Methods(first), HttpRoute.Methods(second));
        var overlap = methods.Length == 0 || others.Length == 0 || methods.Intersect(others, StringComparer.Ordinal).Any();
        return overlap && string.Equals(Shape(a, first), Shape(b, second), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The route without the names of its parameters, which do not tell two routes apart; constraints do.</summary>
    private static string Shape(FunctionDescriptor function, HttpTriggerAttribute trigger) => string.Join('/', RoutePatternFactory
        .Parse(HttpRoute.Template(function.Name, trigger, string.Empty)).PathSegments
        .Select(segment => string.Concat(segment.Parts.Select(ShapeOf))));

    private static string ShapeOf(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart { IsCatchAll: true } => "{*}",
        RoutePatternParameterPart parameter => $"{{{string.Join(':', parameter.ParameterPolicies.Select(p => p.Content))}}}",
        _ => "{}",
    };
}
