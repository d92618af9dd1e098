using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Cli.Api;
using Orchestrator.Cli.Input;
using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts;
using Orchestrator.Contracts.History;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc history [NAME]</c></summary>
public sealed class HistoryCommand : ApiCommand
{
    private const int RowsShown = 50;

    private readonly Argument<string?> _cluster = new("NAME") { Description = "The cluster: NAME or NAMESPACE/NAME; it may be gone. Without it, all clusters.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _namespace = new("--namespace", "-n") { Description = "Namespace of the cluster, or of the clusters.", HelpName = "NAMESPACE" };
    private readonly Option<string?> _since = new("--since") { Description = "Not older than this: an age such as 30m, 24h or 7d, or a time such as 2026-11-20T08:00:00Z.", HelpName = "TIME" };
    private readonly Option<int?> _limit = new("--limit") { Description = $"At most so many entries [{RowsShown} in a table, else all].", HelpName = "N" };

    private readonly Option<HistoryFormat> _output = new("--output", "-o")
    {
        Description = "How to write it: table, json, or jsonl for one JSON document a line.",
        HelpName = "table|json|jsonl",
        CustomParser = static result => Enum.TryParse<HistoryFormat>(result.Tokens[0].Value, ignoreCase: true, out var format) && Enum.IsDefined(format) && !char.IsDigit(result.Tokens[0].Value[0])
            ? format
            : Refused(result),
    };

    public HistoryCommand(CommandServices services)
        : base("history", "Show who changed what, when and from where, the newest first; of deleted clusters too.", services)
    {
        _limit.Validators.Add(static result =>
        {
            if (result.Tokens.Count > 0 && !(int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var limit) && limit > 0))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no number of entries: write a number above 0.");
            }
        });
        Take(_cluster, _namespace, _since, _limit, _output);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, OrchestratorClient client, CancellationToken cancellation)
    {
        var format = arguments.GetValue(_output);
        var name = arguments.GetValue(_cluster);
        var filter = new HistoryFilter
        {
            Cluster = name is null ? null : ClusterName.Parse(name, arguments.GetValue(_namespace)),
            Namespace = arguments.GetValue(_namespace),
            Since = arguments.GetValue(_since),
            Limit = arguments.GetValue(_limit) ?? (format == HistoryFormat.Table ? RowsShown : null),
        };
        var entries = await client.ListHistoryAsync(filter, cancellation).ConfigureAwait(false);
        switch (format)
        {
            case HistoryFormat.JsonL:
                Services.Output.WriteRaw(string.Concat(entries.Select(static entry => JsonSerializer.Serialize(entry, ContractJson.Options) + "\n")));
                break;
            case HistoryFormat.Json:
                Services.Output.WriteRaw(StructuredOutput.Render(new HistoryPage(entries, Next: null), OutputFormat.Json));
                break;
            default:
                Services.Output.WriteAnswer(OutputFormat.Text, entries, HistoryTable.Render);
                break;
        }

        return ExitCodes.Success;
    }

    private static HistoryFormat Refused(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"'{result.Tokens[0].Value}' is no output format: write table, json or jsonl.");
        return default;
    }
}
