using Orchestrator.Cli.Rendering;
using Orchestrator.Contracts.Messages;

namespace Orchestrator.Cli.Input;

/// <summary>Makes the request of <c>apply</c> and <c>plan</c> from <c>-f</c>, <c>--set</c> and <c>-l</c>.</summary>
public static class ManifestRequest
{
    public static async Task<ApplyRequest> ReadAsync(IReadOnlyList<string> files, IReadOnlyList<string> settings, string? selector, CommandServices services, CancellationToken cancellation)
    {
        var values = VariableValues.Parse(settings);
        var manifests = await ManifestFiles.ReadAsync(files, services, cancellation).ConfigureAwait(false);
        foreach (var name in values.Unused(manifests))
        {
            services.Error.WriteNotice($"--set {name} has no effect: no file uses ${{{name}}}.");
        }

        return values.For(manifests, services.GetVariable) with { Selector = selector };
    }
}
