using Orchestrator.Benchmarks.Engine;
using Spectre.Console;

// dotnet run -c Release --project tests/Orchestrator.Benchmarks -- engine [folder]
AnsiConsole.Profile.Width = 240;
switch (args)
{
    case ["engine", .. var rest]:
        await new EngineBenchmark(AnsiConsole.Console, rest.FirstOrDefault() ?? Path.GetTempPath()).RunAsync();
        return 0;
    case [KilledProcess.Verb, var database, var instances]:
        await KilledProcess.FillAsync(database, int.Parse(instances), AnsiConsole.Console);
        return 0;
    default:
        AnsiConsole.WriteLine("usage: engine [folder on the disk to measure]");
        return 2;
}
