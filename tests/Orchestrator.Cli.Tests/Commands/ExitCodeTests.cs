using System.Net;
using Orchestrator.Cli.Tests.Harness;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;

namespace Orchestrator.Cli.Tests.Commands;

public sealed class ExitCodeTests : IDisposable
{
    private readonly CommandRunner _orc = new();

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, ExitCodes.InvalidInput)]
    [InlineData(HttpStatusCode.Unauthorized, ExitCodes.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden, ExitCodes.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound, ExitCodes.NotFound)]
    [InlineData(HttpStatusCode.Conflict, ExitCodes.Failed)]
    [InlineData(HttpStatusCode.InternalServerError, ExitCodes.Failed)]
    public async Task Refusal_OfAnyStatus_HasItsExitCode(HttpStatusCode status, int exitCode)
    {
        _orc.Server.On("GET /api/clusters", "<html>a proxy</html>", status, "text/html");

        var result = await _orc.RunAsync("get", "clusters");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains($"HTTP {(int)status}", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Refusal_WithProblemDetails_TellsCodeAndAction()
    {
        _orc.Server.On(
            "GET /api/clusters/default/nope",
            """{"title":"Not found","detail":"There is no cluster default/nope.","code":"ORC0401","action":"Look at orc get clusters."}""",
            HttpStatusCode.NotFound,
            "application/problem+json");

        var result = await _orc.RunAsync("describe", "cluster", "nope");

        Assert.Equal(new CommandResult(ExitCodes.NotFound, "", "error: ORC0401: There is no cluster default/nope.\n  hint: Look at orc get clusters.\n"), result);
    }

    [Fact]
    public async Task Refusal_WithDiagnostics_PrintsThemAsCompilersDo()
    {
        var errors = new[]
        {
            new Diagnostic { Code = "ORC0103", Message = "The field 'replica' is not known.", Action = "Did you mean 'replicas'?", File = "c1.yaml", Document = 2, Line = 14, Column = 3, Path = "$.spec.replica" },
            new Diagnostic { Code = "ORC0113", Message = "The input holds no cluster.", Action = "Add a cluster document." },
            new Diagnostic { Code = "ORC0114", Severity = DiagnosticSeverity.Warning, Message = "Ignored.", Action = "Remove the field.", File = "c1.yaml", Line = 3 },
        };
        _orc.WriteFile("c1.yaml", "kind: Cluster");
        _orc.Server.On("POST /api/apply", new { title = "The manifest is not valid.", errors }, HttpStatusCode.BadRequest, "application/problem+json");

        var result = await _orc.RunAsync("apply", "-f", "c1.yaml");

        Golden.Matches("apply-diagnostics.txt", $"$ orc apply -f c1.yaml\n{result.Transcript}");
    }

    [Fact]
    public async Task Server_NotThere_IsUnreachable()
    {
        _orc.Server.IsAway("GET /api/clusters");

        var result = await _orc.RunAsync("get", "clusters");

        Assert.Equal(ExitCodes.Unreachable, result.ExitCode);
        Assert.Contains("http://127.0.0.1:7071/ does not answer: Connection refused", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_NotAnOrchestrator_IsUnreachable()
    {
        _orc.Server.On("GET /api/clusters", "<html>hello</html>", mediaType: "text/html");

        var result = await _orc.RunAsync("get", "clusters");

        Assert.Equal(ExitCodes.Unreachable, result.ExitCode);
        Assert.Contains("is not what an Orchestrator says", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "--detailed-exitcode", ExitCodes.Changes)]
    [InlineData(false, "--detailed-exitcode", ExitCodes.Success)]
    [InlineData(true, null, ExitCodes.Success)]
    public async Task Plan_WithDetailedExitCode_TellsWhetherThereAreChanges(bool changes, string? option, int exitCode)
    {
        _orc.WriteFile("c1.yaml", "kind: Cluster");
        var plan = changes ? Samples.Plan : Samples.EmptyPlan;
        _orc.Server.On("POST /api/apply?dryRun=true", new ApplyResult([new ApplyOutcome(Samples.Cluster, 2, changes, OperationId: null, plan)], []));

        var result = await _orc.RunAsync([.. new[] { "plan", "-f", "c1.yaml", option }.OfType<string>()]);

        Assert.Equal(exitCode, result.ExitCode);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("apply")]
    [InlineData("apply -f c1.yaml -o xml")]
    [InlineData("apply -f c1.yaml --timeout soon")]
    [InlineData("apply -f c1.yaml --timeout 0s")]
    [InlineData("apply -f missing.yaml")]
    [InlineData("apply -f binary.yaml")]
    [InlineData("apply -f .")]
    [InlineData("apply -f c1.yaml --set NOVALUE")]
    [InlineData("apply -f c1.yaml --set 1X=2")]
    [InlineData("describe cluster a/b/c")]
    [InlineData("describe cluster ns/c1 -n other")]
    [InlineData("describe cluster")]
    [InlineData("get clusters --server not-a-url")]
    [InlineData("get clusters --server ftp://host")]
    [InlineData("serve --port 70000")]
    [InlineData("serve --speed 0")]
    [InlineData("demo --speed fast")]
    [InlineData("demo -f missing.yaml")]
    public async Task CommandLine_Wrong_IsRefusedAndSendsNothing(string arguments)
    {
        _orc.WriteFile("c1.yaml", "kind: Cluster");
        await File.WriteAllBytesAsync(Path.Combine(_orc.Folder, "binary.yaml"), [0xff, 0xfe, 0x00, 0xff]);

        var result = await _orc.RunAsync(arguments.Split(' '));

        Assert.Equal(ExitCodes.InvalidInput, result.ExitCode);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Empty(_orc.Server.Requests);
    }

    public void Dispose() => _orc.Dispose();
}
