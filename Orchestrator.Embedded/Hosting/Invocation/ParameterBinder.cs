using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Embedded.Api.Internal;
using Orchestrator.Embedded.Hosting.Discovery;

namespace Orchestrator.Embedded.Hosting.Invocation;

/// <summary>Finds the value of each parameter, by the source that discovery chose.</summary>
internal sealed class ParameterBinder
{
    private static readonly MethodInfo GetInput = typeof(TaskOrchestrationContext).GetMethod(nameof(TaskOrchestrationContext.GetInput))!;
    private readonly ConcurrentDictionary<Type, MethodInfo> _getInput = new();

    /// <exception cref="FunctionBindingException">What was sent does not fit a parameter.</exception>
    public async ValueTask<object?[]> BindAsync(InvocationRequest request, EmbeddedFunctionContext context)
    {
        var parameters = request.Function.Parameters;
        var values = new object?[parameters.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = IsFromHttp(parameters[i], request)
                ? await FromHttpAsync(parameters[i], context)
                : ValueOf(parameters[i], request, context);
        }

        return values;
    }

    private static bool IsFromHttp(BoundParameter parameter, InvocationRequest request) =>
        parameter.Source == ParameterSource.Body || (parameter.Source == ParameterSource.Trigger && request.Http is not null);

    private object? ValueOf(BoundParameter parameter, InvocationRequest request, EmbeddedFunctionContext context) => parameter.Source switch
    {
        ParameterSource.Trigger => request.TriggerValue,
        ParameterSource.OrchestrationInput => OrchestrationInput(parameter, (TaskOrchestrationContext)request.TriggerValue!),
        ParameterSource.DurableClient => context.InstanceServices.GetRequiredService<DurableTaskClient>(),
        ParameterSource.FunctionContext => context,
        ParameterSource.CancellationToken => request.Cancellation,
        ParameterSource.HttpRequest when parameter.Type == typeof(HttpRequestData) => context.HttpRequestData,
        ParameterSource.HttpRequest => request.Http!.Request,
        ParameterSource.BindingData => FromBindingData(parameter, request, context),
        _ => throw new InvalidOperationException($"Parameter source {parameter.Source} has no binder."),
    };

    private object? OrchestrationInput(BoundParameter parameter, TaskOrchestrationContext context) => _getInput
        .GetOrAdd(parameter.Type, static type => GetInput.MakeGenericMethod(type))
        .Invoke(context, BindingFlags.DoNotWrapExceptions, binder: null, parameters: null, culture: null) ?? Missing(parameter);

    private static object? FromBindingData(BoundParameter parameter, InvocationRequest request, EmbeddedFunctionContext context)
    {
        if (!request.BindingData.TryGetValue(parameter.Name, out var value) || value is null)
        {
            return Missing(parameter);
        }

        if (parameter.Type.IsInstanceOfType(value))
        {
            return value;
        }

        var text = Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;
        try
        {
            return Simple.IsSimple(parameter.Type) && !text.StartsWith('"')
                ? Simple.Parse(text, parameter.Type)
                : WorkerSerializer.Of(context).Deserialize(BinaryData.FromString(text).ToStream(), parameter.Type, CancellationToken.None);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw new FunctionBindingException($"'{value}' is not a valid value for '{parameter.Name}'.", e);
        }
    }

    private static object? Missing(BoundParameter parameter) => parameter switch
    {
        { Parameter.HasDefaultValue: true } => parameter.Parameter.DefaultValue,
        { IsNullable: true } or { Source: ParameterSource.OrchestrationInput, Type.IsValueType: false } => null,
        _ => throw new FunctionBindingException($"'{parameter.Name}' is required."),
    };

    private static async ValueTask<object?> FromHttpAsync(BoundParameter parameter, EmbeddedFunctionContext context)
    {
        var http = context.Request.Http!;
        if (parameter.Type == typeof(Microsoft.AspNetCore.Http.HttpRequest))
        {
            return http.Request;
        }

        return parameter.Type == typeof(HttpRequestData)
            ? context.HttpRequestData
            : await HttpBody.ReadAsync(http, parameter, context.InstanceServices);
    }
}
