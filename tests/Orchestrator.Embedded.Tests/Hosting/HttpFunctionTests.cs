using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Embedded.Tests.Hosting;

public sealed class HttpFunctionTests
{
    public static TheoryData<string, string, string?, int, string> Requests => new()
    {
        { "GET", "/api/greet/Ada", null, 200, "Hello, Ada" },
        { "GET", "/API/Greet/Ada", null, 200, "Hello, Ada" },
        { "GET", "/api/greet/Ada%20L", null, 200, "Hello, Ada L" },
        { "GET", "/api/Client", null, 200, "client" },
        { "GET", "/api/numbers/42", null, 200, "number 42" },
        { "GET", "/api/things/7f0c1f0e-3d63-4c53-9d4b-0f6a4f0c2b11", null, 200, "thing 7f0c1f0e3d634c539d4b0f6a4f0c2b11" },
        { "GET", "/api/pages", null, 200, "page none top 10 day none" },
        { "GET", "/api/pages/3?top=5&day=Friday", null, 200, "page 3 top 5 day Friday" },
        { "GET", "/api/items/special", null, 200, "special" },
        { "GET", "/api/items/other", null, 200, "item other" },
        { "GET", "/api/files/a/b.txt", null, 200, "file a/b.txt" },
        { "GET", "/api/twice", null, 200, "read" },
        { "PUT", "/api/twice", null, 200, "written" },
        { "POST", "/api/twice", null, 200, "written" },
        { "PATCH", "/api/AnyMethod", null, 200, "PATCH" },
        { "POST", "/api/Body", """{"item":"apple","COUNT":2}""", 200, "2 apple" },
        { "POST", "/api/Poco", """{"Item":"apple","Count":2}""", 200, "POST 2 apple" },
        { "GET", "/api/ReturnsIResult", null, 203, """{"item":"pear","count":3}""" },
        { "GET", "/api/ReturnsProblem", null, 422, """{"title":"no","status":422}""" },
        { "GET", "/api/ReturnsObject", null, 200, """{"item":"plum","count":7}""" },
        { "GET", "/api/ReturnsValueTask", null, 200, """{"item":"fig","count":1}""" },
        { "GET", "/api/ReturnsNothing", null, 200, "" },
        { "GET", "/api/WritesItself", null, 418, "teapot" },
    };

    public static TheoryData<string, string, string?, int, string> BadRequests => new()
    {
        { "GET", "/api/things/nine", null, 400, "'nine' is not a valid value for 'id'." },
        { "GET", "/api/pages/x", null, 400, "'x' is not a valid value for 'page'." },
        { "GET", "/api/pages?top=99999999999", null, 400, "'99999999999' is not a valid value for 'top'." },
        { "POST", "/api/Body", "{", 400, "The request's body is not the JSON that 'order' takes" },
        { "POST", "/api/Body", "", 400, "The request needs a JSON body." },
        { "POST", "/api/Poco", """{"Count":"two"}""", 400, "The request's body is not the JSON that 'order' takes" },
        { "GET", "/api/numbers/x", null, 404, "There is nothing at /api/numbers/x." },
        { "GET", "/elsewhere", null, 404, "There is nothing at /elsewhere." },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Function_Requested_BindsAndAnswers(string method, string path, string? body, int status, string answer)
    {
        await using var sample = await SampleHost.StartAsync();

        var (actual, text, _) = await sample.SendAsync(method, path, body);

        Assert.Equal((status, answer), (actual, text));
    }

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task Function_BadRequest_AnswersProblemDetails(string method, string path, string? body, int status, string detail)
    {
        await using var sample = await SampleHost.StartAsync();

        var (actual, text, response) = await sample.SendAsync(method, path, body);

        Assert.Equal(status, actual);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith(detail, JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Function_WrongMethod_IsNotAllowed()
    {
        await using var sample = await SampleHost.StartAsync();

        var (status, _, response) = await sample.SendAsync("DELETE", "/api/twice");

        Assert.Equal(405, status);
        Assert.Equal(["GET", "POST", "PUT"], response.Content.Headers.Allow.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Function_ReturnsHttpResponseData_AllOfItArrives()
    {
        await using var sample = await SampleHost.StartAsync();

        var (status, body, response) = await sample.SendAsync("POST", "/api/ReturnsResponseData?q=v%26w", "sent", "text/plain", ("X-Sent", "yes"));

        Assert.Equal((201, "POST /api/ReturnsResponseData sent"), (status, body));
        Assert.Equal("v&w", response.Headers.GetValues("X-Query").Single());
        Assert.Equal("yes", response.Headers.GetValues("X-Header").Single());
        Assert.StartsWith("taste=sweet", response.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Function_Throws_AnswersAnIdThatTheLogKnows()
    {
        await using var sample = await SampleHost.StartAsync();

        var (status, body, _) = await sample.SendAsync("GET", "/api/Fails");

        Assert.Equal(500, status);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        var id = JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
        var entry = Assert.Single(sample.Logs.Entries, e => e.Message.Contains(id, StringComparison.Ordinal));
        Assert.Equal((LogLevel.Error, "the inner secret"), (entry.Level, entry.Exception?.Message));
    }

    [Fact]
    public async Task Function_Invoked_PassesMiddlewareAndEndsItsScope()
    {
        await using var sample = await SampleHost.StartAsync();

        await sample.SendAsync("GET", "/api/greet/Ada");

        Assert.Equal(["before Greet", "after Greet: OkObjectResult", "visit ended"], sample.Journal.Lines);
    }

    [Fact]
    public async Task HostStatus_Asked_SaysRunning()
    {
        await using var sample = await SampleHost.StartAsync();

        var (status, body, _) = await sample.SendAsync("GET", "/admin/host/status");

        Assert.Equal(200, status);
        Assert.Equal("Running", JsonDocument.Parse(body).RootElement.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Listener_RealSocket_AnswersAsInProcess()
    {
        await using var sample = await SampleHost.StartAsync(o => o with { Url = new Uri("http://127.0.0.1:0") });
        using var client = new HttpClient { BaseAddress = sample.Host.Url };

        Assert.Equal("Hello, Ada", await client.GetStringAsync("/api/greet/Ada"));
        Assert.Equal(401, (int)(await client.GetAsync("/api/Keyed")).StatusCode);
        Assert.Equal("in", await client.GetStringAsync($"/api/Keyed?code={sample.Host.FunctionKey("Keyed")}"));
        using var post = await client.PostAsync("/api/Body", new StringContent("""{"item":"apple","count":2}"""));
        Assert.Equal("2 apple", await post.Content.ReadAsStringAsync());
    }
}
