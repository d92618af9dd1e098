using System.Globalization;
using System.Text.Json;
using Orchestrator.Benchmarks.Azure;
using Orchestrator.Benchmarks.Engine;
using Orchestrator.Benchmarks.Fleet;
using Spectre.Console;

// dotnet run -c Release --project tests/Orchestrator.Benchmarks -- engine [folder [throughput|latency|memory|resume|replay]]
// dotnet run -c Release --project tests/Orchestrator.Benchmarks -- azure [types]
// dotnet run -c Release --project tests/Orchestrator.Benchmarks -- fleet [10 100 1000]
// dotnet run -c Release --project tests/Orchestrator.Benchmarks -- aks
AnsiConsole.Profile.Width = 240;
switch (args)
{
    case ["engine", .. var rest]:
        await new EngineBenchmark(AnsiConsole.Console, rest.ElementAtOrDefault(0) ?? Path.GetTempPath(), rest.ElementAtOrDefault(1) ?? string.Empty).RunAsync();
        return 0;
    case ["azure", .. var rest]:
        await new AzureBenchmark(AnsiConsole.Console).RunAsync(byType: rest.Contains("types"));
        return 0;
    case ["fleet", .. var sizes]:
        await new FleetBenchmark(AnsiConsole.Console).RunAsync(sizes.Length == 0 ? [10, 100, 1000] : [.. sizes.Select(static size => int.Parse(size, CultureInfo.InvariantCulture))]);
        return 0;
    case [FleetRun.Verb, var size]:
        AnsiConsole.Console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(await FleetRun.MeasureAsync(int.Parse(size, CultureInfo.InvariantCulture))));
        return 0;
    case ["aks"]:
        await new AksBenchmark(AnsiConsole.Console).RunAsync();
        return 0;
    case [KilledProcess.Verb, var database, var instances]:
        await KilledProcess.FillAsync(database, int.Parse(instances), AnsiConsole.Console);
        return 0;
    default:
        AnsiConsole.WriteLine("usage: engine [folder on the disk to measure [throughput|latency|memory|resume|replay]]");
        AnsiConsole.WriteLine("       azure [types]");
        AnsiConsole.WriteLine("       fleet [numbers of clusters]");
        AnsiConsole.WriteLine("       aks");
        return 2;
}
