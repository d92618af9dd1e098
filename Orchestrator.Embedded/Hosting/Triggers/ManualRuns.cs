using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Embedded.Hosting.Http;
using Orchestrator.Embedded.Hosting.Keys;
using Orchestrator.Embedded.Hosting.Management;

namespace Orchestrator.Embedded.Hosting.Triggers;

/// <summary>
/// POST /admin/functions/{name}, with the master key and <c>{"input": ...}</c>: runs a timer function now, or gives a queue function a
/// message through its queue, so that it is durable and retried as any other.
/// </summary>
internal sealed class ManualRuns(IEnumerable<ITriggerListener> triggers, KeyGate gate)
{
    private readonly Dictionary<string, ITriggerListener> _triggers = triggers.ToDictionary(t => t.FunctionName, StringComparer.OrdinalIgnoreCase);

    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost("/admin/functions/{functionName}", HandleAsync);

    private async Task HandleAsync(HttpContext http)
    {
        var name = http.Route("functionName");
        if (!await gate.AdmitsAsync(http, AuthorizationLevel.Admin, functionName: null, "Running a function by hand needs the master key."))
        {
            return;
        }

        if (!_triggers.TryGetValue(name, out var trigger))
        {
            await Problem.WriteAsync(http, StatusCodes.Status404NotFound, $"There is no function '{name}' with a timer or queue trigger.");
        }
        else if (await http.ReadJsonAsync() is not JsonObject body)
        {
            await Problem.WriteAsync(http, StatusCodes.Status400BadRequest, "The body must be a JSON object, such as {\"input\": \"a message\"}.");
        }
        else
        {
            await RunAsync(http, trigger, Text(body["input"]));
        }
    }

    private static async Task RunAsync(HttpContext http, ITriggerListener trigger, string input)
    {
        try
        {
            await trigger.RunOnceAsync(input, http.RequestAborted);
            http.Response.StatusCode = StatusCodes.Status202Accepted;
        }
        catch (ArgumentException e)
        {
            await Problem.WriteAsync(http, StatusCodes.Status400BadRequest, e.Message);
        }
    }

    private static string Text(JsonNode? input) =>
        input is null ? string.Empty : input.GetValueKind() == JsonValueKind.String ? input.GetValue<string>() : input.ToJsonString();
}
