using System.Globalization;
using System.Runtime;
using System.Text.Json;
using Spectre.Console;

namespace Orchestrator.Benchmarks.Fleet;

/// <summary>Clusters of five machines each, all created at once, on the embedded host with simulated Azure: what each costs, and how that grows.</summary>
internal sealed class FleetBenchmark(IAnsiConsole console)
{
    public async Task RunAsync(IReadOnlyList<int> counts)
    {
        console.WriteLine($"Clusters of {FleetRun.Machines} machines, {FleetRun.ClustersPerSubscription} in a subscription, created at once on virtual time and one thread. App and simulated Azure share a process, one for each row,");
        console.WriteLine($"and are on disk as with orc serve; collection as there too: {(GCSettings.IsServerGC ? "server" : "workstation")}, {GCSettings.LatencyMode}");
        var rows = new List<FleetFigures>();
        foreach (var count in counts)
        {
            var row = await MeasureAsync(count);
            rows.Add(row);
            console.WriteLine($"{Text(count)} clusters: {Text(row.Wall.TotalSeconds)} s, {Text(row.Processor.TotalSeconds)} s of processor");
        }

        Print(rows);
        PrintGrowth(rows);
    }

    private static async Task<FleetFigures> MeasureAsync(int count)
    {
        using var child = SelfProcess.Start(FleetRun.Verb, $"{count}");
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return child.ExitCode == 0
            ? JsonSerializer.Deserialize<FleetFigures>(output)!
            : throw new InvalidOperationException($"{count} clusters could not be created: exit code {child.ExitCode}. {output}");
    }

    private void Print(List<FleetFigures> rows)
    {
        var table = new Table().AddColumns("clusters", "wall", "processor", "processor a cluster", "Azure's time", "ARM calls", "calls a cluster", "refused (429)", "withheld", "peak memory", "heap", "heap a cluster");
        foreach (var row in rows)
        {
            table.AddRow(
                Text(row.Clusters), $"{Text(row.Wall.TotalSeconds)} s", $"{Text(row.Processor.TotalSeconds)} s", $"{Text(row.Processor.TotalMilliseconds / row.Clusters)} ms", $"{row.Azure:hh\\:mm\\:ss}",
                Text(row.Calls), Fine((double)row.Calls / row.Clusters), Text(row.Refused), Text(row.Withheld), $"{Text(row.Peak >> 20)} MiB", $"{Text(row.Held >> 20)} MiB", $"{Text((double)row.Held / row.Clusters / 1024)} KiB");
        }

        console.Write(table);
    }

    /// <summary>Of each figure for one cluster; 1.00 is as linear as can be.</summary>
    private void PrintGrowth(List<FleetFigures> rows)
    {
        foreach (var (less, more) in rows.Zip(rows.Skip(1)))
        {
            string Ratio(Func<FleetFigures, double> figure) => Fine(figure(more) / more.Clusters / (figure(less) / less.Clusters));
            console.WriteLine($"From {Text(less.Clusters)} to {Text(more.Clusters)} clusters, each costs {Ratio(static r => r.Processor.TotalSeconds)} × the processor, "
                + $"{Ratio(static r => r.Wall.TotalSeconds)} × the wall, {Ratio(static r => r.Calls)} × the ARM calls, {Ratio(static r => r.Held)} × the heap");
        }
    }

    private static string Text(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Fine(double number) => number.ToString("N2", CultureInfo.InvariantCulture);
}
