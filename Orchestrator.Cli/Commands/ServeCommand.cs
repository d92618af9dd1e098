using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Local;
using Orchestrator.Cli.Rendering;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc serve</c>: the Function app and simulated Azure in one process, until Ctrl-C.</summary>
public sealed class ServeCommand : Command
{
    private const int StandardPort = 7071;

    /// <summary>The identity that samples/cluster.yaml and CAPZ's templates name when nothing else is said.</summary>
    private const string SampleIdentity =
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/capz-ci/providers/Microsoft.ManagedIdentity/userAssignedIdentities/cloud-provider-user-identity";

    private readonly CommandServices _services;
    private readonly Option<int> _port = CommandOptions.Port("Port of the API on 127.0.0.1; simulated Azure takes the four after it. 0 takes free ones.", StandardPort, LocalAzureOptions.Ports);
    private readonly Option<string> _dataFolder = CommandOptions.DataFolder();
    private readonly Option<double> _speed = CommandOptions.Speed(standard: 1);
    private readonly Option<string[]> _subscriptions = CommandOptions.Subscriptions();
    private readonly Option<string[]> _identities = CommandOptions.Identities([SampleIdentity]);

    public ServeCommand(CommandServices services)
        : base("serve", "Run the Function app and a simulated Azure here, durable in the data folder, until Ctrl-C.")
    {
        _services = services;
        Add(_port);
        Add(_dataFolder);
        Add(_speed);
        Add(_subscriptions);
        Add(_identities);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var shownFolder = arguments.GetRequiredValue(_dataFolder);
        var folder = _services.FullPath(shownFolder);
        var options = new LocalServerOptions
        {
            DataFolder = folder,
            Port = arguments.GetValue(_port),
            Speed = arguments.GetValue(_speed),
            Subscriptions = arguments.GetValue(_subscriptions) ?? [],
            Identities = arguments.GetValue(_identities) ?? [],
            Time = _services.Time,
        };
        await using var server = await LocalServer.StartAsync(options, cancellation).ConfigureAwait(false);
        new ServerFile(server.Address.Url, server.Address.Key!).Write(folder);
        try
        {
            _services.Output.Write(ServeText.Render(server, shownFolder, options.Speed));
            await Task.Delay(Timeout.InfiniteTimeSpan, _services.Time, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _services.Output.WriteLine("Stopping. What runs goes on when it is started again.");
        }
        finally
        {
            ServerFile.Remove(folder);
        }

        return ExitCodes.Success;
    }
}
