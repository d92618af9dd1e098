namespace Microsoft.Azure.Functions.Worker;

/// <summary>A parameter of a function.</summary>
public class FunctionParameter
{
    public FunctionParameter(string name, Type type)
        : this(name, type, false, null)
    {
    }

    public FunctionParameter(string name, Type type, IReadOnlyDictionary<string, object> properties)
        : this(name, type, false, null, properties)
    {
    }

    public FunctionParameter(string name, Type type, bool hasDefaultValue, object? defaultValue)
        : this(name, type, hasDefaultValue, defaultValue, new Dictionary<string, object>())
    {
    }

    public FunctionParameter(
        string name, Type type, bool hasDefaultValue, object? defaultValue, IReadOnlyDictionary<string, object> properties)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(properties);
        Name = name;
        Type = type;
        HasDefaultValue = hasDefaultValue;
        DefaultValue = defaultValue;
        Properties = properties;
    }

    public string Name { get; }

    public Type Type { get; }

    public bool HasDefaultValue { get; }

    public object? DefaultValue { get; }

    public bool IsReferenceOrNullableType => !Type.IsValueType || Nullable.GetUnderlyingType(Type) is not null;

    public IReadOnlyDictionary<string, object> Properties { get; }
}
