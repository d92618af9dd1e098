using Orchestrator.Cli.Input;
using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Messages;
using Orchestrator.Manifests;
using Spectre.Console;

namespace Orchestrator.Cli.Demo;

/// <summary>The manifest that the demo applies, made whole, and what it asks of simulated Azure.</summary>
public sealed record DemoManifest(ApplyRequest Request, ClusterSpec Cluster)
{
    public const string SamplePath = "samples/cluster.yaml";

    public int Workers => Cluster.MachinePools.Sum(static pool => pool.Replicas);

    public int Machines => Cluster.ControlPlane.Replicas + Workers;

    public int MaximumUnavailable => Cluster.MachinePools.Sum(static pool => ScaledValue.Unavailable(pool.Strategy.MaxUnavailable, pool.Replicas));

    /// <summary>User-assigned identities that its machines carry; in real Azure they exist before the cluster.</summary>
    public IReadOnlyList<string> Identities =>
        [.. Cluster.MachinePools.Select(static pool => pool.Machine).Append(Cluster.ControlPlane.Machine).SelectMany(static machine => machine.UserAssignedIdentities).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <exception cref="CommandException">The files do not hold exactly one valid cluster; what is wrong has been printed.</exception>
    public static async Task<DemoManifest> ReadAsync(IReadOnlyList<string> names, IReadOnlyList<string> settings, CommandServices services, CancellationToken cancellation)
    {
        var files = names.Count == 0 ? [await SampleAsync(cancellation).ConfigureAwait(false)] : await ManifestFiles.ReadAsync(names, services, cancellation).ConfigureAwait(false);
        if (DemoIdentity.For(files) is { } identity)
        {
            services.Output.WriteNotice("the manifest refers to an AzureClusterIdentity and holds none: the demo adds one that simulated Azure accepts.");
            files = [.. files, identity];
        }

        var request = VariableValues.Parse(settings).For(files, services.GetVariable);
        var variables = new SortedDictionary<string, string>(request.Variables!.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (name, value) in DemoVariables.Missing(files, variables))
        {
            services.Output.WriteNotice($"{name} is not set: the demo takes {value}.");
            variables[name] = value;
        }

        request = request with { Variables = variables };
        return new DemoManifest(request, ClusterOf(request, services));
    }

    private static ClusterSpec ClusterOf(ApplyRequest request, CommandServices services)
    {
        var result = ManifestReader.Read(new ManifestInput { Files = request.Files, Variables = request.Variables! });
        services.Error.Write(DiagnosticLines.Render(result.Diagnostics));
        if (!result.IsValid)
        {
            throw new CommandException(ExitCodes.InvalidInput, "The manifest is not valid.", "Correct what is listed above.");
        }

        return result.Clusters is [var cluster]
            ? cluster
            : throw new CommandException(ExitCodes.InvalidInput, $"The demo shows one cluster; the manifest holds {result.Clusters.Count}.", "Name a manifest with one cluster.");
    }

    private static async Task<ManifestFile> SampleAsync(CancellationToken cancellation) =>
        new(SamplePath, await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, SamplePath), cancellation).ConfigureAwait(false));
}
