using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Orchestrator.Embedded.Hosting.Discovery;

/// <summary>One function of the app, checked: every parameter has a source.</summary>
internal sealed record FunctionDescriptor(
    string Name, MethodInfo Method, TriggerBindingAttribute Trigger, IReadOnlyList<BoundParameter> Parameters)
{
    public string EntryPoint => $"{Method.DeclaringType!.FullName}.{Method.Name}";

    public BoundParameter TriggerParameter { get; } = Parameters.Single(p => p.Source == ParameterSource.Trigger);
}
