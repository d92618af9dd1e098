using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orchestrator.Embedded.Hosting.Discovery;

namespace Orchestrator.Embedded.Hosting.Invocation;

/// <summary>Reads a request's body as a parameter: text and bytes as they are, anything else as JSON by the worker's serializer.</summary>
internal static class HttpBody
{
    public static async ValueTask<object?> ReadAsync(HttpContext http, BoundParameter parameter, IServiceProvider services)
    {
        var body = await BinaryData.FromStreamAsync(http.Request.Body, http.RequestAborted);
        if (parameter.Type == typeof(string))
        {
            return body.ToString();
        }

        if (parameter.Type == typeof(BinaryData))
        {
            return body;
        }

        if (parameter.Type == typeof(byte[]))
        {
            return body.ToArray();
        }

        return Deserialize(body, parameter, services)
            ?? (parameter.IsNullable ? null : throw new FunctionBindingException("The request needs a JSON body."));
    }

    private static object? Deserialize(BinaryData body, BoundParameter parameter, IServiceProvider services)
    {
        if (body.ToMemory().IsEmpty)
        {
            return null;
        }

        try
        {
            var serializer = services.GetRequiredService<IOptions<WorkerOptions>>().Value.Serializer!;
            return serializer.Deserialize(body.ToStream(), parameter.Type, CancellationToken.None);
        }
        catch (JsonException e)
        {
            throw new FunctionBindingException($"The request's body is not the JSON that '{parameter.Name}' takes: {e.Message}", e);
        }
    }
}
