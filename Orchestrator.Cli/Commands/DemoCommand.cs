using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Demo;
using Orchestrator.Cli.Local;
using Orchestrator.Cli.Rendering;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc demo</c>: a cluster's whole life on simulated Azure, and what it measured as the last line.</summary>
public sealed class DemoCommand : Command
{
    /// <summary>A cluster's life takes about half an hour of simulated time; this brings it well under a minute.</summary>
    private const double StandardSpeed = 200;

    private readonly CommandServices _services;
    private readonly Option<string[]> _files = CommandOptions.Files(required: false);
    private readonly Option<string[]> _settings = CommandOptions.Settings();
    private readonly Option<double> _speed = CommandOptions.Speed(StandardSpeed);

    public DemoCommand(CommandServices services)
        : base("demo", "Create a cluster on simulated Azure, roll it to the next Kubernetes minor, and delete it.")
    {
        _services = services;
        Add(_files);
        Add(_settings);
        Add(_speed);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var manifest = await DemoManifest.ReadAsync(arguments.GetValue(_files) ?? [], arguments.GetValue(_settings) ?? [], _services, cancellation).ConfigureAwait(false);
        var folder = Directory.CreateTempSubdirectory("orc-demo-").FullName;
        var isDone = false;
        try
        {
            var result = await RunAsync(manifest, folder, arguments.GetValue(_speed), cancellation).ConfigureAwait(false);
            var faults = result.Faults().ToList();
            isDone = faults.Count == 0;
            faults.ForEach(fault => _services.Error.WriteLine($"error: {fault}"));
            _services.Output.WriteLine(result.ToString());
            return isDone ? ExitCodes.Success : ExitCodes.Failed;
        }
        finally
        {
            CleanUp(folder, isDone);
        }
    }

    private async Task<DemoResult> RunAsync(DemoManifest manifest, string folder, double speed, CancellationToken cancellation)
    {
        var options = new LocalServerOptions
        {
            DataFolder = folder,
            Speed = speed,
            Subscriptions = [manifest.Cluster.SubscriptionId],
            Identities = manifest.Identities,
            Location = manifest.Cluster.Location,
            Time = _services.Time,
            DriftSchedule = "0 0 0 1 1 *",
        };
        await using var server = await LocalServer.StartAsync(options, cancellation).ConfigureAwait(false);
        using var client = new OrchestratorClient(_services.CreateHandler(), server.Address);
        return await new DemoRun(manifest, server, client, _services).RunAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>What went wrong can be read in the log, so the folder stays then.</summary>
    private void CleanUp(string folder, bool isDone)
    {
        if (isDone)
        {
            Directory.Delete(folder, recursive: true);
        }
        else
        {
            _services.Error.WriteNotice($"the server's log and state are in {folder}.");
        }
    }
}
