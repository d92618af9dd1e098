using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Order;
using Orchestrator.Determinism.Time;
using Orchestrator.Simulator;
using Spectre.Console;

namespace Orchestrator.Benchmarks.Azure;

/// <summary>Wall and memory of simulated Azure with many resources, kept on disk.</summary>
internal sealed class SimulatorBenchmark(IAnsiConsole console)
{
    private const string Type = "Microsoft.Network/publicIPAddresses";
    private const string Subscription = "/subscriptions/00000000-0000-0000-0000-000000000000";
    private const int InGroup = 20;
    private static readonly TimeProvider Clock = SystemTime.Provider;

    public async Task RunAsync(int count)
    {
        var folder = Directory.CreateTempSubdirectory("orchestrator-benchmark-").FullName;
        try
        {
            var before = Memory();
            var azure = await StartAsync(folder);
            azure.Quotas.Set("westeurope", "PublicIPAddresses", count);
            Print(count, "made", Time(() => Fill(azure, count)), count, Memory() - before);
            await ReadAsync(azure, count);
            await azure.DisposeAsync();

            var (started, empty) = (Clock.GetTimestamp(), Memory());
            azure = await StartAsync(folder);
            Print(count, "started again from disk", Clock.GetElapsedTime(started), 1, Memory() - empty);
            await azure.DisposeAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<SimulatedAzure> StartAsync(string folder) => SimulatedAzure.StartAsync(new SimulatorOptions
    {
        DataFolder = folder,
        Time = new VirtualClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)),
        Dispatcher = new DeterministicDispatcher(),
        Randomness = new SeededRandomness(1),
        Throttling = false,
    });

    private static void Fill(SimulatedAzure azure, int count)
    {
        for (var i = 0; i < count; i++)
        {
            azure.Resources.Seed(IdOf(i), Type, """{"location":"westeurope","sku":{"name":"Standard"},"tags":{"owner":"benchmark"},"properties":{"publicIPAllocationMethod":"Static"}}""");
        }
    }

    private async Task ReadAsync(SimulatedAzure azure, int count)
    {
        using var http = new HttpClient(azure.CreateArmHandler()) { BaseAddress = new Uri("https://management.azure.com") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "benchmark");
        await MeasureAsync("GET of one", 500, i => http.GetAsync($"{IdOf(i)}?api-version=2024-03-01"));
        await MeasureAsync("LIST of a group", 200, i => http.GetAsync($"{GroupOf(i)}/providers/{Type}?api-version=2024-03-01"));
        await MeasureAsync("graph query for a group", 50, i => http.PostAsync(
            "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01",
            new StringContent($$"""{"query":"Resources | where resourceGroup in~ ('g{{i / InGroup}}') | project id, name, type, tags, properties | order by id asc"}""", Encoding.UTF8, "application/json")));
        await MeasureAsync("PUT of one", 200, i => http.PutAsync(
            $"{IdOf(i)}?api-version=2024-03-01",
            new StringContent("""{"location":"westeurope","sku":{"name":"Standard"},"properties":{"publicIPAllocationMethod":"Static"}}""", Encoding.UTF8, "application/json")));

        async Task MeasureAsync(string what, int times, Func<int, Task<HttpResponseMessage>> call)
        {
            var started = Clock.GetTimestamp();
            for (var i = 0; i < times; i++)
            {
                using var answer = await call(i * (count / times));
                answer.EnsureSuccessStatusCode();
            }

            Print(count, what, Clock.GetElapsedTime(started), times, bytes: null);
        }
    }

    private void Print(int count, string what, TimeSpan elapsed, int times, long? bytes)
    {
        var memory = bytes is { } held ? string.Create(CultureInfo.InvariantCulture, $", {held / 1024.0 / 1024.0:N0} MiB held") : "";
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,6:N0} resources: {what,-24} {elapsed.TotalMicroseconds / times,12:N0} µs each, {elapsed.TotalSeconds:N2} s in all{memory}"));
    }

    private static TimeSpan Time(Action work)
    {
        var started = Clock.GetTimestamp();
        work();
        return Clock.GetElapsedTime(started);
    }

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    private static string GroupOf(int i) => $"{Subscription}/resourceGroups/g{i / InGroup}";

    private static string IdOf(int i) => $"{GroupOf(i)}/providers/{Type}/ip{i}";
}
