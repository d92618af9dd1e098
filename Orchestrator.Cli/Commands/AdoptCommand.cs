using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc adopt RESOURCE-ID</c></summary>
public sealed class AdoptCommand : ApiCommand
{
    private readonly Argument<string> _id = new("RESOURCE-ID") { Description = "ARM id of the AKS cluster." };
    private readonly Option<string?> _identity = new("--identity") { Description = "AzureClusterIdentity of an earlier apply that shall act for it [the server's own].", HelpName = "NAME" };
    private readonly Option<string?> _namespace = CommandOptions.Namespace();
    private readonly Option<bool> _plan = new("--plan") { Description = "Show what applying the manifest would do, instead of the manifest." };
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public AdoptCommand(CommandServices services)
        : base("adopt", "Print the manifest that takes over an AKS cluster and leaves it as it is; change nothing.", services) =>
        Take(_id, _identity, _namespace, _plan, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var request = new AdoptRequest { ResourceId = arguments.GetRequiredValue(_id), Identity = arguments.GetValue(_identity), Namespace = arguments.GetValue(_namespace) ?? "default" };
        var adopted = await client.AdoptAsync(request, cancellation).ConfigureAwait(false);
        if (arguments.GetValue(_plan))
        {
            Services.Output.WriteAnswer(arguments.GetValue(_output), adopted.Plan, PlanText.Render);
        }
        else
        {
            Services.Output.WriteRaw(adopted.Manifest);
        }

        return ExitCodes.Success;
    }
}
