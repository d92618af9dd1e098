using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Embedded.Hosting.Discovery;
using Orchestrator.Embedded.Hosting.Invocation;
using Orchestrator.Embedded.Hosting.Keys;

namespace Orchestrator.Embedded.Hosting.Http;

/// <summary>One endpoint for each function with an HTTP trigger.</summary>
internal sealed class HttpFunctions(IEnumerable<FunctionDescriptor> functions, FunctionInvoker invoker, KeyGate gate, string routePrefix)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var function in functions)
        {
            if (function.Trigger is HttpTriggerAttribute trigger)
            {
                Map(endpoints, function, trigger);
            }
        }
    }

    private void Map(IEndpointRouteBuilder endpoints, FunctionDescriptor function, HttpTriggerAttribute trigger)
    {
        var template = HttpRoute.Template(function.Name, trigger, routePrefix);
        var handler = Handler(function, trigger.AuthLevel);
        var methods = HttpRoute.Methods(trigger);
        var endpoint = methods.Length == 0 ? endpoints.Map(template, handler) : endpoints.MapMethods(template, methods, handler);
        endpoint.WithDisplayName(function.Name);
    }

    private RequestDelegate Handler(FunctionDescriptor function, AuthorizationLevel level) => async http =>
    {
        if (!await gate.AdmitsAsync(http, level, function.Name, $"Function '{function.Name}' needs a key, as header x-functions-key or query parameter code."))
        {
            return;
        }

        var request = new InvocationRequest(function) { Http = http, BindingData = BindingData(http), Cancellation = http.RequestAborted };
        await invoker.InvokeAsync(request, async context =>
        {
            await HttpResult.WriteAsync(context.Result, http);
            return true;
        });
    };

    /// <summary>Query parameters and route values by name; the route wins.</summary>
    private static Dictionary<string, object?> BindingData(HttpContext http)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in http.Request.Query)
        {
            data[name] = value.ToString();
        }

        foreach (var (name, value) in http.Request.RouteValues)
        {
            data[name] = value;
        }

        return data;
    }
}
