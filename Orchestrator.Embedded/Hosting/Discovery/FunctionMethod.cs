using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask.Client;
using Orchestrator.Embedded.Hosting.Triggers;

namespace Orchestrator.Embedded.Hosting.Discovery;

/// <summary>Turns one [Function] method into a descriptor, or into the rules that it breaks.</summary>
internal sealed class FunctionMethod(MethodInfo method, FunctionAttribute function, ICollection<string> errors)
{
    private readonly List<BoundParameter> _parameters = [];

    public FunctionDescriptor? Describe()
    {
        var before = errors.Count;
        CheckMethod();
        var triggers = method.GetParameters().Where(p => TriggerOf(p) is not null).ToArray();
        if (triggers.Length != 1)
        {
            Fail(triggers.Length == 0 ? "no parameter has a trigger attribute" : $"{triggers.Length} triggers; a function has exactly one");
            return null;
        }

        var trigger = TriggerOf(triggers[0])!;
        if (TriggerRule.For(trigger) is not { } rule)
        {
            Fail($"the embedded host does not serve {trigger.GetType().Name}");
            return null;
        }

        CheckRetryPolicy(rule);
        CheckOutputs(rule);
        Bind(triggers[0], rule);
        return errors.Count == before ? new FunctionDescriptor(function.Name, method, trigger, _parameters) : null;
    }

    private static TriggerBindingAttribute? TriggerOf(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<TriggerBindingAttribute>(inherit: true);

    private void CheckMethod()
    {
        if (string.IsNullOrWhiteSpace(function.Name))
        {
            Fail("the function has no name");
        }

        if (method.ContainsGenericParameters)
        {
            Fail("a function cannot be generic");
        }

        if (!method.IsStatic && method.DeclaringType!.IsAbstract)
        {
            Fail("the class is abstract, so the host cannot construct it");
        }
    }

    private void CheckRetryPolicy(TriggerRule rule)
    {
        if (RetryPolicy.Problem(method) is { } problem)
        {
            Fail(problem);
        }
        else if (method.IsDefined(typeof(RetryAttribute)) && !rule.TakesRetryPolicy)
        {
            // The real SDK does not build such functions (AZFW0012).
            Fail(rule.InsteadOfRetryPolicy);
        }
    }

    private void CheckOutputs(TriggerRule rule)
    {
        var result = ResultType();
        foreach (var output in method.GetCustomAttributes<OutputBindingAttribute>(inherit: true))
        {
            if (output is not QueueOutputAttribute)
            {
                Fail($"the embedded host does not serve {output.GetType().Name}");
            }
            else if (result is null)
            {
                Fail("[QueueOutput] sends what the function returns, and it returns nothing");
            }
            else if (!rule.TakesOutput)
            {
                Fail("an orchestrator cannot have a [QueueOutput]: call an activity that has it");
            }
        }

        if (result?.GetProperties().FirstOrDefault(static p => p.IsDefined(typeof(OutputBindingAttribute), inherit: true)) is { } property)
        {
            Fail($"the embedded host does not serve outputs of properties such as {property.Name}; put [QueueOutput] on the function");
        }
    }

    /// <summary>What the function returns or its task brings; null for nothing.</summary>
    private Type? ResultType()
    {
        var type = method.ReturnType;
        return type == typeof(void) || type == typeof(Task) || type == typeof(ValueTask) ? null
            : type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)) ? type.GetGenericArguments()[0]
            : type;
    }

    private void Bind(ParameterInfo trigger, TriggerRule rule)
    {
        if (rule.Check(trigger) is { } problem)
        {
            Fail(problem);
        }

        foreach (var parameter in method.GetParameters())
        {
            if (parameter.ParameterType.IsByRef)
            {
                Fail($"parameter '{parameter.Name}' is passed by reference");
            }
            else if (SourceOf(parameter, trigger, rule) is { } source)
            {
                _parameters.Add(new BoundParameter(parameter, source));
            }
        }
    }

    private ParameterSource? SourceOf(ParameterInfo parameter, ParameterInfo trigger, TriggerRule rule)
    {
        // By position: reflection hands out different objects for one parameter to threads that race for its first look.
        if (parameter.Position == trigger.Position)
        {
            return ParameterSource.Trigger;
        }

        if (parameter.IsDefined(typeof(InputBindingAttribute), inherit: true))
        {
            return InputBinding(parameter, rule);
        }

        var source = parameter.ParameterType == typeof(FunctionContext) ? ParameterSource.FunctionContext
            : parameter.ParameterType == typeof(CancellationToken) ? ParameterSource.CancellationToken
            : rule.SourceOf(parameter, _parameters);
        if (source is null)
        {
            Fail($"nothing to bind parameter '{parameter.Name}' ({parameter.ParameterType.Name}) to");
        }

        return source;
    }

    private ParameterSource? InputBinding(ParameterInfo parameter, TriggerRule rule)
    {
        var attribute = parameter.GetCustomAttribute<InputBindingAttribute>(inherit: true)!;
        if (attribute is not DurableClientAttribute)
        {
            Fail($"the embedded host does not serve {attribute.GetType().Name}");
        }
        else if (parameter.ParameterType != typeof(DurableTaskClient))
        {
            Fail("[DurableClient] must be a DurableTaskClient");
        }
        else if (!rule.TakesDurableClient)
        {
            Fail("an orchestrator cannot take a [DurableClient]");
        }
        else
        {
            return ParameterSource.DurableClient;
        }

        return null;
    }

    private void Fail(string rule) => errors.Add($"{method.DeclaringType!.FullName}.{method.Name} (function '{function.Name}'): {rule}.");
}
