using System.Text.Json;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;

namespace Orchestrator.Cli.Input;

/// <summary>Saved plans: <c>plan --out</c> writes them, <c>apply</c> carries them out.</summary>
public static class PlanFile
{
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public static void Write(string name, ApplyRequest request, ApplyResult result, CommandServices services)
    {
        var plans = result.Clusters.Select(static cluster => cluster.Plan).OfType<ClusterPlan>().ToList();
        var saved = new SavedPlan
        {
            Request = request with { ExpectedPlans = [.. result.Clusters.Where(static c => c.PlanDigest is not null).Select(static c => new ExpectedPlan(c.Cluster, c.PlanDigest!))] },
            Plans = plans,
        };
        try
        {
            OwnFile.Write(services.FullPath(name), stream => JsonSerializer.Serialize(stream, saved, ContractJson.Indented));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.InvalidInput, $"{name}: cannot be written: {exception.Message}", "Name a file in a folder that exists and that you may write to.", exception);
        }
    }

    /// <exception cref="CommandException">It is not there, or is no saved plan.</exception>
    public static async Task<ApplyRequest> ReadAsync(string name, CommandServices services, CancellationToken cancellation)
    {
        var file = (await ManifestFiles.ReadAsync([name], services, cancellation).ConfigureAwait(false)).Single();
        try
        {
            if (JsonSerializer.Deserialize<SavedPlan>(file.Content, ContractJson.Options) is { ApiVersion: SavedPlan.Version, Kind: SavedPlan.KindName } saved)
            {
                return saved.Request;
            }
        }
        catch (JsonException)
        {
            // Said below, without the file's content.
        }

        throw new CommandException(ExitCodes.InvalidInput, $"{name}: this is no saved plan.", "Name a file that `orc plan --out` wrote; manifests are applied with -f.");
    }
}
