namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>Names the converter that makes an input.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Parameter)]
public class InputConverterAttribute : Attribute
{
    public InputConverterAttribute(Type converterType)
    {
        ArgumentNullException.ThrowIfNull(converterType);
        ConverterType = converterType;
    }

    public Type ConverterType { get; }
}
