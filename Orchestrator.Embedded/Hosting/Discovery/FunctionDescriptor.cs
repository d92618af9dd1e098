using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Orchestrator.Embedded.Hosting.Discovery;

/// <summary>One function of the app, checked: every parameter has a source.</summary>
internal sealed record FunctionDescriptor(
    string Name, MethodInfo Method, TriggerBindingAttribute Trigger, IReadOnlyList<BoundParameter> Parameters)
{
    public string EntryPoint => $"{Method.DeclaringType!.FullName}.{Method.Name}";

    /// <summary>What it returns goes somewhere besides to its caller.</summary>
    public bool HasOutput { get; } = Method.IsDefined(typeof(OutputBindingAttribute), inherit: true);

    public BoundParameter TriggerParameter { get; } = Parameters.Single(p => p.Source == ParameterSource.Trigger);
}
