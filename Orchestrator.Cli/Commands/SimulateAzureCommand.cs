using System.CommandLine;
using System.CommandLine.Parsing;
using Orchestrator.Cli.Local;
using Orchestrator.Cli.Rendering;
using Orchestrator.Simulator.Faults;
using Orchestrator.Simulator.Identity;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc simulate azure</c>: simulated Azure alone, for any program that speaks to Azure, until Ctrl-C.</summary>
public sealed class SimulateAzureCommand : Command
{
    private const int StandardPort = 7080;
    private readonly CommandServices _services;
    private readonly Option<int> _port = CommandOptions.Port(
        "Port of Resource Manager and sign-in on 127.0.0.1, with TLS; Kubernetes, its proxy and the metadata service take the three after it. 0 takes free ones.",
        StandardPort, LocalAzureOptions.Ports - 1);
    private readonly Option<string> _dataFolder = CommandOptions.DataFolder();
    private readonly Option<double> _speed = CommandOptions.Speed(standard: 1);
    private readonly Option<string[]> _subscriptions = CommandOptions.Subscriptions();
    private readonly Option<string[]> _identities = CommandOptions.Identities([]);
    private readonly Option<string?> _tenant = new("--tenant") { Description = "Id of the tenant.", HelpName = "ID" };
    private readonly Option<Application[]> _applications = new("--application")
    {
        Description = $"Client id and secret of an application that may sign in [{Application.Standard.ClientId}={Application.Standard.ClientSecret}]. May be given several times.",
        HelpName = "ID=SECRET",
    };

    private readonly Option<bool> _requireTokens = new("--require-tokens") { Description = "Take only tokens of this tenant, not just any." };
    private readonly Option<bool> _noThrottling = new("--no-throttling") { Description = "Lift Azure's request limits." };
    private readonly Option<double> _faults = new("--faults") { Description = "How likely each kind of fault is for each request, operation and event, from 0 to 0.1.", HelpName = "RATE" };
    private readonly Option<int?> _seed = new("--seed") { Description = "Repeats latencies, names and faults.", HelpName = "N" };

    public SimulateAzureCommand(CommandServices services)
        : base("azure", "Run a simulated Azure here, durable in the data folder, until Ctrl-C.")
    {
        _services = services;
        _applications.CustomParser = ParseApplications;
        _faults.Validators.Add(static result =>
        {
            if (result.Tokens.Count > 0 && !(double.TryParse(result.Tokens[0].Value, System.Globalization.CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 0.1))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no rate: write a number from 0 to 0.1.");
            }
        });
        foreach (var option in new Option[] { _port, _dataFolder, _speed, _subscriptions, _identities, _tenant, _applications, _requireTokens, _noThrottling, _faults, _seed })
        {
            Add(option);
        }

        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var options = OptionsOf(arguments);
        using var folder = DataFolderLock.Take(options.DataFolder);
        await using var azure = await StartAsync(options, cancellation).ConfigureAwait(false);
        if (arguments.GetValue(_faults) is > 0 and var rate)
        {
            azure.Azure.Faults.Random(options.Seed ?? 0, FaultRates.Every(rate));
        }

        azure.Pace(arguments.GetValue(_speed));
        _services.Output.Write(SimulateText.Render(azure, arguments.GetValue(_speed)));
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _services.Time, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _services.Output.WriteLine("Stopping. What runs goes on when it is started again.");
        }

        return ExitCodes.Success;
    }

    private static async Task<LocalAzure> StartAsync(LocalAzureOptions options, CancellationToken cancellation)
    {
        try
        {
            return await LocalAzure.StartAsync(options, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (StartFailure.Explain(exception, options.Port) is { } explained)
        {
            throw explained;
        }
    }

    private static Application[] ParseApplications(ArgumentResult result)
    {
        var applications = new List<Application>();
        foreach (var text in result.Tokens.Select(static token => token.Value))
        {
            var parts = text.Split('=', 2);
            if (parts.Length != 2 || !Guid.TryParse(parts[0], out _) || parts[1].Length == 0)
            {
                // Without the text: it may hold a secret.
                result.AddError("An application is a client id (a GUID), '=' and its secret.");
                return [];
            }

            applications.Add(new Application { ClientId = parts[0], ObjectId = parts[0], ClientSecret = parts[1] });
        }

        return [.. applications];
    }

    private LocalAzureOptions OptionsOf(ParseResult arguments) => new()
    {
        DataFolder = _services.FullPath(arguments.GetRequiredValue(_dataFolder)),
        Port = arguments.GetValue(_port),
        Time = _services.Time,
        Subscriptions = arguments.GetValue(_subscriptions) ?? [],
        Identities = arguments.GetValue(_identities) ?? [],
        TenantId = arguments.GetValue(_tenant),
        Applications = arguments.GetValue(_applications) ?? [],
        RequireTokens = arguments.GetValue(_requireTokens),
        Throttling = !arguments.GetValue(_noThrottling),
        Seed = arguments.GetValue(_seed),
    };
}
