using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orchestrator.Embedded.Tests.Api;

/// <summary>Prints signatures in the notation of microsoft-api.json.</summary>
internal static class SignatureText
{
    private const BindingFlags Everything =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public static string Of(Type type)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Of(type.GetElementType()!) + "[]";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        var name = $"{type.Namespace}.{type.Name}";
        return type.IsGenericType
            ? $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : name;
    }

    public static string KindOf(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsInterface: true } => "interface",
        _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    public static string? BaseOf(Type type) => KindOf(type) is not ("enum" or "struct" or "delegate")
        && type.BaseType is { } parent && parent != typeof(object) ? Of(parent) : null;

    public static string? UsageOf(Type type) => typeof(Attribute).IsAssignableFrom(type)
        ? type.GetCustomAttribute<AttributeUsageAttribute>(inherit: true)?.ValidOn.ToString()
        : null;

    public static IEnumerable<string> MembersOf(Type type) => KindOf(type) switch
    {
        "enum" => Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt32(Enum.Parse(type, name), CultureInfo.InvariantCulture)}"),
        "delegate" => [Body(type.GetMethod("Invoke")!)],
        _ => type.GetMembers(Everything).Select(Member).OfType<string>(),
    };

    private static string? Member(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } constructor when IsVisible(constructor) => Prefix(constructor) + $".ctor({Parameters(constructor)})",
        FieldInfo { IsPublic: true } or FieldInfo { IsFamily: true } => Field((FieldInfo)member),
        PropertyInfo property => Property(property),
        MethodInfo method when IsVisible(method) && IsPlain(method) => Prefix(method) + Body(method),
        _ => null,
    };

    private static bool IsPlain(MethodInfo method) =>
        method.Name != "<Clone>$" && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal));

    private static string Field(FieldInfo field) => field.IsLiteral
        ? $"public const {Of(field.FieldType)} {field.Name} = {Literal(field.GetRawConstantValue(), field.FieldType)}"
        : $"public static readonly {Of(field.FieldType)} {field.Name}";

    private static string? Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToList();
        if (accessors.Count == 0)
        {
            return null;
        }

        var setter = property.SetMethod is { } set && IsVisible(set) ? set : null;
        var isInit = setter?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ?? false;
        var get = property.GetMethod is { } getter && IsVisible(getter) ? "get; " : string.Empty;
        var write = setter is null ? string.Empty : isInit ? "init; " : "set; ";
        var obsolete = property.IsDefined(typeof(ObsoleteAttribute)) ? "[Obsolete] " : string.Empty;
        return $"{obsolete}{Prefix(accessors[0])}{Of(property.PropertyType)} {property.Name} {{ {get}{write}}}";
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Prefix(MethodBase method)
    {
        var obsolete = method.IsDefined(typeof(ObsoleteAttribute)) ? "[Obsolete] " : string.Empty;
        return obsolete + (method.IsPublic ? "public " : "protected ") + Modifier(method);
    }

    private static string Modifier(MethodBase method) => method switch
    {
        _ when method.DeclaringType!.IsInterface => string.Empty,
        { IsStatic: true } => "static ",
        { IsAbstract: true } => "abstract ",
        MethodInfo info when info.GetBaseDefinition() != info => info.IsFinal ? "sealed override " : "override ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => string.Empty,
    };

    private static string Body(MethodInfo method)
    {
        var generics = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : string.Empty;
        var constraints = method.IsGenericMethod ? string.Concat(method.GetGenericArguments().Select(Constraint)) : string.Empty;
        return $"{Of(method.ReturnType)} {method.Name}{generics}({Parameters(method)}){constraints}";
    }

    private static string Constraint(Type parameter)
    {
        var isClass = parameter.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint);
        string[] parts = [.. isClass ? ["class"] : Array.Empty<string>(), .. parameter.GetGenericParameterConstraints().Select(Of)];
        return parts.Length == 0 ? string.Empty : $" where {parameter.Name} : {string.Join(", ", parts)}";
    }

    private static string Parameters(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute));
        return string.Join(", ", method.GetParameters().Select(p =>
            (isExtension && p.Position == 0 ? "this " : string.Empty)
            + (p.IsOut ? "out " : string.Empty)
            + (p.IsDefined(typeof(ParamArrayAttribute)) ? "params " : string.Empty)
            + $"{Of(p.ParameterType)} {p.Name}"
            + (p.HasDefaultValue ? " = " + Literal(p.RawDefaultValue, p.ParameterType) : string.Empty)));
    }

    private static string Literal(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
