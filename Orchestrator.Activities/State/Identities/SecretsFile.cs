using Orchestrator.Contracts.Errors;
using Orchestrator.Manifests;

namespace Orchestrator.Activities.State.Identities;

/// <summary>
/// A file of Kubernetes Secrets in YAML or JSON, as people have them for CAPZ; read anew each time, so that a rotated secret is found.
/// </summary>
internal sealed class SecretsFile(string path) : ISecretSource
{
    public async Task<string?> FindAsync(string secretNamespace, string name, string entry, CancellationToken cancellation)
    {
        var result = ManifestReader.Read(new ManifestInput { Files = [new(path, await ReadAsync(cancellation).ConfigureAwait(false))] });
        if (result.Diagnostics.FirstOrDefault(static d => d.Severity == DiagnosticSeverity.Error) is { } problem)
        {
            // The place, but not the text: it may hold a part of a secret.
            throw Unusable($"line {problem.Line}: {problem.Code}");
        }

        return result.Secrets.FirstOrDefault(s => s.Namespace == secretNamespace && s.Name == name)?.Data.GetValueOrDefault(entry);
    }

    private async Task<string> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellation).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Unusable(problem.Message);
        }
    }

    private OrchestratorException Unusable(string reason) =>
        new(ErrorCatalog.Unauthenticated.With($"The secrets file {path} (setting Orchestrator:Secrets:File) cannot be used: {reason}", path));
}
