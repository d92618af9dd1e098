using System.CommandLine;
using Orchestrator.Cli.Api;

namespace Orchestrator.Cli.Commands;

/// <summary>A command that speaks to a server over the HTTP API, and to nothing else.</summary>
public abstract class ApiCommand : Command
{
    private readonly Option<string?> _server = CommandOptions.Server();
    private readonly Option<string?> _key = CommandOptions.Key();
    private readonly Option<string?> _token = CommandOptions.Token();
    private readonly Option<string> _dataFolder = CommandOptions.DataFolder();

    protected ApiCommand(string name, string description, CommandServices services)
        : base(name, description)
    {
        Services = services;
        SetAction(ConnectAndRunAsync);
    }

    protected CommandServices Services { get; }

    /// <summary>Adds what the command itself takes, then what all of them take, so that help shows its own first.</summary>
    protected void Take(params ReadOnlySpan<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument:
                    Add(argument);
                    break;
                case Option option:
                    Add(option);
                    break;
            }
        }

        Add(_server);
        Add(_key);
        Add(_token);
        Add(_dataFolder);
    }

    protected abstract Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation);

    private async Task<int> ConnectAndRunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var address = ServerAddress.Resolve(arguments.GetValue(_server), arguments.GetValue(_key), arguments.GetValue(_token), arguments.GetValue(_dataFolder), Services);
        using var client = new OrchestratorClient(Services.CreateHandler(), address);
        return await RunAsync(arguments, client, cancellation).ConfigureAwait(false);
    }
}
