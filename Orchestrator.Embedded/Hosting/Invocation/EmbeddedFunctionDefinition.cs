using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Embedded.Hosting.Discovery;

namespace Orchestrator.Embedded.Hosting.Invocation;

internal sealed class EmbeddedFunctionDefinition(FunctionDescriptor function) : FunctionDefinition
{
    public override ImmutableArray<FunctionParameter> Parameters { get; } =
        [.. function.Parameters.Select(p => p.Parameter.HasDefaultValue
            ? new FunctionParameter(p.Name, p.Type, hasDefaultValue: true, p.Parameter.DefaultValue)
            : new FunctionParameter(p.Name, p.Type))];

    public override string PathToAssembly => function.Method.Module.Assembly.Location;

    public override string EntryPoint => function.EntryPoint;

    /// <summary>Names are unique within an app, so they identify.</summary>
    public override string Id => function.Name;

    public override string Name => function.Name;

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } = function.Parameters
        .Where(p => p.Source is ParameterSource.Trigger or ParameterSource.DurableClient)
        .ToImmutableDictionary(p => p.Name, BindingMetadata (p) => new InputBinding(p, function), StringComparer.Ordinal);

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; } =
        ImmutableDictionary<string, BindingMetadata>.Empty;

    private sealed class InputBinding(BoundParameter parameter, FunctionDescriptor function) : BindingMetadata
    {
        public override string Name => parameter.Name;

        public override string Type { get; } = parameter.Source == ParameterSource.DurableClient ? "durableClient" : TriggerType(function);

        public override BindingDirection Direction => BindingDirection.In;

        private static string TriggerType(FunctionDescriptor function)
        {
            var name = function.Trigger.GetType().Name;
            return char.ToLowerInvariant(name[0]) + name[1..^nameof(Attribute).Length];
        }
    }
}
