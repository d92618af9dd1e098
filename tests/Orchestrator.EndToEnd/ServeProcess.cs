using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Determinism.Time;

namespace Orchestrator.EndToEnd;

/// <summary>The real <c>orc serve</c> in a process of its own, on one data folder over all its lives.</summary>
internal sealed class ServeProcess(string dataFolder, int port) : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };
    private Process? _process;

    public int Starts { get; private set; }

    public async Task StartAsync()
    {
        Starts++;
        var serverFile = Path.Combine(dataFolder, "server.json");
        File.Delete(serverFile);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])
            [Path.Combine(AppContext.BaseDirectory, "orc.dll"), "serve", "--port", $"{port}", "--data-folder", dataFolder, "--speed", "100", "--identity", Manifests.IdentityId])
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        var since = SystemTime.Provider.GetTimestamp();
        while (!File.Exists(serverFile) || new FileInfo(serverFile).Length == 0)
        {
            if (_process.HasExited || SystemTime.Provider.GetElapsedTime(since) > StartLimit)
            {
                Assert.Fail($"orc serve did not start: {await _process.StandardOutput.ReadToEndAsync()} {await _process.StandardError.ReadToEndAsync()}");
            }

            await PauseAsync(20);
        }

        var server = JsonNode.Parse(await File.ReadAllTextAsync(serverFile))!;
        _http.DefaultRequestHeaders.Remove("x-functions-key");
        _http.DefaultRequestHeaders.Add("x-functions-key", server["key"]!.ToString());
    }

    /// <summary>kill -9: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        _process!.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public static Task PauseAsync(int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), SystemTime.Provider);

    public async Task<string> ApplyAsync(ApplyRequest manifest)
    {
        using var response = await _http.PostAsync("/api/apply", JsonContent.Create(manifest, new(ApplyRequest.MediaType), ContractJson.Options));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonSerializer.Deserialize<ApplyResult>(body, ContractJson.Options)!.Clusters.Single().OperationId!;
    }

    public async Task<OperationStatus> GetAsync(string operationId) =>
        (await _http.GetFromJsonAsync<OperationStatus>($"/api/operations/{operationId}", ContractJson.Options))!;

    public async Task<OperationStatus> WaitAsync(string operationId, TimeSpan limit)
    {
        var since = SystemTime.Provider.GetTimestamp();
        while (true)
        {
            var status = await GetAsync(operationId);
            if (status.State is not (OperationState.Pending or OperationState.Running))
            {
                return status;
            }

            Assert.True(SystemTime.Provider.GetElapsedTime(since) < limit, $"still {status.State}: {status.Phase}");
            await PauseAsync(100);
        }
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            Kill();
        }

        _http.Dispose();
    }
}
