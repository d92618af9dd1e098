using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Orchestrator.Embedded.Tests.Hosting.Samples;

internal sealed class HttpSamples(Greeter greeter, Visit visit)
{
    [Function("Greet")]
    public IActionResult Greet(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "greet/{name}")] HttpRequest request, string name, FunctionContext context, CancellationToken cancellation)
    {
        Assert.NotNull(visit);
        Assert.Same(request.HttpContext, context.GetHttpContext());
        Assert.Equal(cancellation, context.CancellationToken);
        return new OkObjectResult(greeter.Greet(name));
    }

    [Function("Client")]
    public string Client([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, [DurableClient] DurableTaskClient client) => client is null ? "none" : "client";

    [Function("Constraint")]
    public static string Constraint([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "numbers/{value:int}")] HttpRequest request, int value) => $"number {value}";

    [Function("Unconstrained")]
    public static string Unconstrained([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id}")] HttpRequest request, Guid id) => $"thing {id:N}";

    [Function("Optional")]
    public static string Optional([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pages/{page?}")] HttpRequest request, int? page, int top = 10, DayOfWeek? day = null) =>
        $"page {page?.ToString() ?? "none"} top {top} day {day?.ToString() ?? "none"}";

    [Function("Special")]
    public static string Special([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/special")] HttpRequest request) => "special";

    [Function("Item")]
    public static string Item([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{id}")] HttpRequest request, string id) => $"item {id}";

    [Function("File")]
    public static string File([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest request, string path) => $"file {path}";

    [Function("Twice1")]
    public static string GetTwice([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "twice")] HttpRequest request) => "read";

    [Function("Twice2")]
    public static string PutTwice([HttpTrigger(AuthorizationLevel.Anonymous, "put", "post", Route = "twice")] HttpRequest request) => "written";

    [Function("AnyMethod")]
    public static string AnyMethod([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => request.Method;

    [Function("Body")]
    public static string Body([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request, [FromBody] Order order) => $"{order.Count} {order.Item}";

    [Function("Poco")]
    public static string Poco([HttpTrigger(AuthorizationLevel.Anonymous, "post")] Order order, HttpRequest request) => $"{request.Method} {order.Count} {order.Item}";

    [Function("ReturnsIResult")]
    public static async Task<IResult> ReturnsIResult([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        await Task.Yield();
        return Results.Json(new Order("pear", 3), statusCode: 203);
    }

    [Function("ReturnsProblem")]
    public static IActionResult ReturnsProblem([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        new ObjectResult(new ProblemDetails { Title = "no", Status = 422 }) { StatusCode = 422 };

    [Function("ReturnsObject")]
    public static Task<Order> ReturnsObject([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Task.FromResult(new Order("plum", 7));

    [Function("ReturnsValueTask")]
    public static ValueTask<Order> ReturnsValueTask([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => new(new Order("fig", 1));

    [Function("ReturnsNothing")]
    public static Task ReturnsNothing([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Task.CompletedTask;

    [Function("WritesItself")]
    public static async Task WritesItself([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        request.HttpContext.Response.StatusCode = 418;
        await request.HttpContext.Response.WriteAsync("teapot");
    }

    [Function("ReturnsResponseData")]
    public static async Task<HttpResponseData> ReturnsResponseData([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequestData request)
    {
        var response = request.CreateResponse(HttpStatusCode.Created);
        response.Headers.Add("X-Query", request.Query["q"]);
        response.Headers.Add("X-Header", request.Headers.GetValues("X-Sent"));
        response.Cookies.Append("taste", "sweet");
        await response.WriteStringAsync($"{request.Method} {request.Url.AbsolutePath} {await request.ReadAsStringAsync()}");
        return response;
    }

    [Function("Fails")]
    public static string Fails([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => throw new InvalidOperationException("the inner secret");

    [Function("Waits")]
    public static async Task<string> Waits([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context, CancellationToken cancellation)
    {
        var doorbell = (TaskCompletionSource)context.InstanceServices.GetService(typeof(TaskCompletionSource))!;
        await doorbell.Task.WaitAsync(cancellation);
        return "waited";
    }
}
