using Orchestrator.Cli.Api;
using Orchestrator.Cli.Local;
using Orchestrator.Cli.Rendering;
using Orchestrator.Cli.Waiting;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Spectre.Console;

namespace Orchestrator.Cli.Demo;

/// <summary>One cluster's life, through the HTTP API as any user would have it; only the measuring looks behind Azure's curtain.</summary>
public sealed class DemoRun(DemoManifest manifest, LocalServer server, OrchestratorClient client, CommandServices services)
{
    /// <exception cref="CommandException">A step of the life failed; why has been printed.</exception>
    public async Task<DemoResult> RunAsync(CancellationToken cancellation)
    {
        var azure = new DemoMeasurements(server.Azure);
        var before = azure.ResourceIds();

        var version = manifest.Cluster.ControlPlane.Version;
        var created = await ApplyAsync($"Creating {manifest.Cluster.Key} with Kubernetes {version}.", manifest.Request, cancellation).ConfigureAwait(false);
        var nodes = azure.Nodes();
        var next = NextVersion.After(version);
        var rolled = await ApplyAsync($"Rolling it to Kubernetes {next}.", NextVersion.Upgrade(manifest.Request, version), cancellation).ConfigureAwait(false);
        var replaced = nodes.Count - azure.Nodes().Count(node => nodes.Any(old => old.Name == node.Name));
        CheckVersions(azure, next);
        await DeleteAsync(manifest.Cluster.Key, cancellation).ConfigureAwait(false);

        return new DemoResult
        {
            Created = created.Elapsed(),
            CriticalPath = azure.CriticalPathOf(created),
            Machines = manifest.Machines,
            Rolled = replaced,
            MinimumReady = azure.FewestReadyWorkers(rolled.CreatedAt, rolled.UpdatedAt),
            Workers = manifest.Workers,
            MaximumUnavailable = manifest.MaximumUnavailable,
            ResourcesLeft = azure.ResourceIds().Except(before, StringComparer.OrdinalIgnoreCase).Count(),
        };
    }

    private static void CheckVersions(DemoMeasurements azure, string version)
    {
        if (azure.Nodes().FirstOrDefault(node => node.KubeletVersion != version) is { } behind)
        {
            throw new CommandException(ExitCodes.Failed, $"Node {behind.Name} runs {behind.KubeletVersion} after the roll to {version}.");
        }
    }

    private async Task<OperationStatus> ApplyAsync(string heading, ApplyRequest request, CancellationToken cancellation)
    {
        services.Output.Write(new Rows(new Paragraph(heading, Styles.Strong)));
        var result = await client.ApplyAsync(request, dryRun: false, cancellation).ConfigureAwait(false);
        return await WaitAsync(result.Clusters.Single().OperationId, cancellation).ConfigureAwait(false);
    }

    private async Task DeleteAsync(ClusterKey cluster, CancellationToken cancellation)
    {
        services.Output.Write(new Rows(new Paragraph("Deleting it.", Styles.Strong)));
        var outcome = await client.DeleteClusterAsync(cluster, force: false, forget: false, deleteForeign: false, cancellation).ConfigureAwait(false);
        await WaitAsync(outcome.OperationId, cancellation).ConfigureAwait(false);
    }

    private async Task<OperationStatus> WaitAsync(string? operationId, CancellationToken cancellation)
    {
        if (operationId is null)
        {
            throw new CommandException(ExitCodes.Failed, "The server started no operation, though there is something to do.");
        }

        var operations = await new OperationWait(client, services).RunAsync([operationId], timeout: null, services.Output, cancellation).ConfigureAwait(false);
        services.Output.Write(OperationResult.Render(operations[0]));
        return operations[0].State == OperationState.Succeeded
            ? operations[0]
            : throw new CommandException(ExitCodes.Failed, $"The demo ends here: operation {operationId} did not succeed.");
    }
}
