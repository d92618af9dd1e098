using Orchestrator.Cli.Api;
using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.Clusters;

namespace Orchestrator.Cli.Commands;

/// <summary>The same request for each of several clusters: what one is refused holds up no other.</summary>
public static class EachCluster
{
    /// <returns>The answers, and the exit code that refusals make.</returns>
    public static async Task<(IReadOnlyList<T> Answers, int ExitCode)> AskAsync<T>(IReadOnlyList<ClusterKey> clusters, Func<ClusterKey, Task<T>> ask, CommandServices services)
    {
        var (answers, exitCode) = (new List<T>(), ExitCodes.Success);
        foreach (var cluster in clusters)
        {
            try
            {
                answers.Add(await ask(cluster).ConfigureAwait(false));
            }
            catch (ServerException refused) when (clusters.Count > 1)
            {
                services.Error.WriteNotice($"{cluster} was refused:");
                _ = ErrorReport.Show(services, refused);
                exitCode = ExitCodes.Failed;
            }
        }

        return (answers, exitCode);
    }
}
