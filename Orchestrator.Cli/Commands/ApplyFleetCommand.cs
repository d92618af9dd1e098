using System.CommandLine;
using Orchestrator.Cli.Input;
using Orchestrator.Contracts.Fleet;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc fleet apply -f FILE [-l SELECTOR]</c></summary>
public sealed class ApplyFleetCommand : FleetChangeCommand
{
    private static readonly Option<string[]> Files = CommandOptions.Files();
    private static readonly Option<string[]> Settings = CommandOptions.Settings();

    public ApplyFleetCommand(CommandServices services)
        : base("apply", "Create or change the clusters that manifests describe.", services, Files, Settings)
    {
    }

    protected override async Task<FleetRequest> RequestAsync(ParseResult arguments, CancellationToken cancellation) => new()
    {
        Action = FleetAction.Apply,
        Apply = await ManifestRequest.ReadAsync(arguments.GetRequiredValue(Files), arguments.GetValue(Settings) ?? [], selector: null, Services, cancellation).ConfigureAwait(false),
    };
}
