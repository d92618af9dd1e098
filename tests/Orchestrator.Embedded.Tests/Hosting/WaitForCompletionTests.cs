using System.Text.Json;

namespace Orchestrator.Embedded.Tests.Hosting;

public sealed class WaitForCompletionTests
{
    [Theory]
    [InlineData("yes", 3600, 200, "Completed", "\"yes\"")]
    [InlineData("fail", 3600, 500, "Failed", "System.InvalidOperationException: as asked")]
    public async Task Instance_EndsInTime_AnswersItsState(string answer, int seconds, int status, string runtimeStatus, string output)
    {
        await using var host = await SampleHost.StartAsync();

        var (code, body, _) = await PumpAsync(host, host.SendAsync("POST", $"/api/NapAndAnswer?answer={answer}&seconds={seconds}"));

        Assert.Equal(status, code);
        using var json = JsonDocument.Parse(body);
        Assert.Equal("Nap", json.RootElement.GetProperty("Name").GetString());
        Assert.Equal(runtimeStatus, json.RootElement.GetProperty("RuntimeStatus").GetString());
        Assert.Equal(output, json.RootElement.GetProperty("SerializedOutput").GetString());
        Assert.Equal($"\"{answer}\"", json.RootElement.GetProperty("SerializedInput").GetString());
    }

    [Fact]
    public async Task Instance_TakesLonger_AnswersItsManagementUrls()
    {
        await using var host = await SampleHost.StartAsync();

        var (code, body, response) = await PumpAsync(host, host.SendAsync("POST", "/api/NapAndAnswer?answer=late&seconds=5"));

        Assert.Equal(202, code);
        Assert.Contains("/runtime/webhooks/durabletask/instances/", response.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("TerminatePostUri", body, StringComparison.Ordinal);
    }

    /// <summary>Lets virtual time pass whenever nothing computes.</summary>
    private static async Task<T> PumpAsync<T>(SampleHost host, Task<T> answer)
    {
        while (!answer.IsCompleted)
        {
            await Task.Yield();
            if (!host.Clock.IsHeld)
            {
                host.Clock.AdvanceToNextTimer();
            }
        }

        return await answer;
    }
}
