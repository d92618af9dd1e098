using System.Text.Json;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Orchestrator.Embedded.Api.Internal;

/// <summary>The serializer of an invocation: the app's own, else System.Text.Json that reads names without regard to case.</summary>
internal static class WorkerSerializer
{
    public static ObjectSerializer Default { get; } =
        new JsonObjectSerializer(new JsonSerializerOptions { PropertyNameCaseInsensitive = true });

    public static ObjectSerializer Of(FunctionContext context) =>
        context.InstanceServices?.GetService<IOptions<WorkerOptions>>()?.Value.Serializer ?? Default;
}
