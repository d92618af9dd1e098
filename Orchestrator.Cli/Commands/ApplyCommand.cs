using System.CommandLine;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Input;
using Orchestrator.Cli.Rendering;
using Orchestrator.Cli.Waiting;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc apply</c>: hands manifests to the server, which makes Azure be as they say.</summary>
public sealed class ApplyCommand : ApiCommand
{
    private readonly Argument<string?> _plan = new("PLAN")
    {
        Description = "Plan that `orc plan --out` saved: exactly it is carried out, or nothing.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _files = CommandOptions.Files(required: false);
    private readonly Option<string[]> _settings = CommandOptions.Settings();
    private readonly Option<string?> _selector = CommandOptions.ManifestSelector();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show the plan; change nothing." };
    private readonly Option<bool> _wait = CommandOptions.Wait();
    private readonly Option<TimeSpan?> _timeout = CommandOptions.Timeout();
    private readonly Option<OutputFormat> _output = CommandOptions.Output();

    public ApplyCommand(CommandServices services)
        : base("apply", "Create or change the clusters that manifests describe.", services) =>
        Take(_plan, _files, _settings, _selector, _dryRun, _wait, _timeout, _output);

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var request = await ReadAsync(arguments, cancellation).ConfigureAwait(false);
        var dryRun = arguments.GetValue(_dryRun);
        var format = arguments.GetValue(_output);
        var result = await client.ApplyAsync(request, dryRun, cancellation).ConfigureAwait(false);
        if (dryRun)
        {
            Services.Output.WriteAnswer(format, result, ApplyText.RenderPlans);
            return ExitCodes.Success;
        }

        var operations = result.Clusters.Select(static cluster => cluster.OperationId).OfType<string>().ToList();
        if (!arguments.GetValue(_wait) || operations.Count == 0)
        {
            Services.Output.WriteAnswer(format, result, ApplyText.RenderAccepted);
            return ExitCodes.Success;
        }

        return await WaitAsync(client, result, operations, arguments.GetValue(_timeout), format, cancellation).ConfigureAwait(false);
    }

    private Task<ApplyRequest> ReadAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var (plan, files, settings, selector) = (arguments.GetValue(_plan), arguments.GetValue(_files) ?? [], arguments.GetValue(_settings) ?? [], arguments.GetValue(_selector));
        return (plan, files.Length + settings.Length + (selector is null ? 0 : 1)) switch
        {
            ({ } name, 0) => PlanFile.ReadAsync(name, Services, cancellation),
            (null, _) when files.Length > 0 => ManifestRequest.ReadAsync(files, settings, selector, Services, cancellation),
            (null, _) => throw new CommandException(ExitCodes.InvalidInput, "There is nothing to apply.", "Name manifests with -f, or a saved plan."),
            _ => throw new CommandException(ExitCodes.InvalidInput, "A saved plan has its manifests, values and selector in it.", "Leave out -f, --set and -l, or make a new plan."),
        };
    }

    private async Task<int> WaitAsync(
        OrchestratorClient client, ApplyResult result, List<string> operations, TimeSpan? timeout, OutputFormat format, CancellationToken cancellation)
    {
        var progress = format == OutputFormat.Text ? Services.Output : Services.Error;
        progress.Write(ApplyText.RenderAccepted(result));
        return await WaitForOperations.RunAsync(client, Services, operations, timeout, format, cancellation).ConfigureAwait(false);
    }
}
