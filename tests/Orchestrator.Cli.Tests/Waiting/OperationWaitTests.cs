using System.Net;
using Orchestrator.Cli.Tests.Harness;

namespace Orchestrator.Cli.Tests.Waiting;

public sealed class OperationWaitTests : IDisposable
{
    private const string Route = $"GET /api/operations/{Samples.OperationId}";
    private readonly CommandRunner _orc = new();

    [Fact]
    public async Task Wait_OnRecordedOperation_PrintsOneLineForEachChange()
    {
        foreach (var status in Samples.CreateSequence)
        {
            _orc.Server.On(Route, status);
        }

        var result = await _orc.RunAsync("wait", "operation", Samples.OperationId);

        Golden.Matches("wait-lines.txt", result.Transcript);
    }

    [Fact]
    public async Task Wait_WhileServerRestarts_GoesOn()
    {
        _orc.Server.On(Route, Samples.CreateSequence[2]).IsAway(Route).IsAway(Route).On(Route, "", HttpStatusCode.ServiceUnavailable).On(Route, Samples.CreateSequence[^1]);

        var result = await _orc.RunAsync("wait", "operation", Samples.OperationId);

        Assert.Equal(ExitCodes.Success, result.ExitCode);
        Assert.Equal(5, _orc.Server.Requests.Count);
    }

    [Fact]
    public async Task Wait_WhileServerStaysAway_GivesUp()
    {
        _orc.Server.On(Route, Samples.CreateSequence[2]).IsAway(Route);

        var result = await _orc.RunAsync("wait", "operation", Samples.OperationId);

        Assert.Equal(ExitCodes.Unreachable, result.ExitCode);
    }

    [Fact]
    public async Task Wait_OnUnknownOperation_FailsAtOnce()
    {
        var result = await _orc.RunAsync("wait", "operation", "nope");

        Assert.Equal(ExitCodes.NotFound, result.ExitCode);
        Assert.Single(_orc.Server.Requests);
    }

    [Fact]
    public async Task Wait_LongerThanAllowed_TimesOutAndSaysHowToGoOn()
    {
        _orc.Server.On(Route, Samples.CreateSequence[2]);

        var result = await _orc.RunAsync("wait", "operation", Samples.OperationId, "--timeout", "1.5m");

        Assert.Equal(ExitCodes.Timeout, result.ExitCode);
        Assert.Contains("Not done within 1m30s", result.Error, StringComparison.Ordinal);
        Assert.InRange(_orc.Clock.GetUtcNow() - CommandRunner.Start, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(92));
    }

    public void Dispose() => _orc.Dispose();
}
