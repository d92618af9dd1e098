using System.Reflection;

namespace Orchestrator.Embedded.Hosting.Discovery;

internal sealed record BoundParameter(ParameterInfo Parameter, ParameterSource Source)
{
    public string Name => Parameter.Name!;

    public Type Type => Parameter.ParameterType;

    /// <summary>Null is a value that the parameter takes.</summary>
    public bool IsNullable { get; } =
        Nullable.GetUnderlyingType(Parameter.ParameterType) is not null
        || (!Parameter.ParameterType.IsValueType && new NullabilityInfoContext().Create(Parameter).WriteState != NullabilityState.NotNull);
}
