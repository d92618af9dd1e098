namespace Orchestrator.Manifests.ClusterApi;

/// <summary>The cloud-provider configuration that we generate for each machine template and pool, as CAPZ does: nobody writes these secrets.</summary>
internal static class AzureJsonSecret
{
    public const string ControlPlaneKey = "control-plane-azure.json";
    public const string WorkerKey = "worker-node-azure.json";

    public static IReadOnlyList<string> Keys { get; } = [ControlPlaneKey, WorkerKey, "azure.json"];

    public static string NameFor(string machineTemplateOrPool) => $"{machineTemplateOrPool}-azure-json";

    public static IReadOnlyList<string> Owners(ManifestObjects objects, string space) =>
    [
        .. objects.All<AzureMachineTemplateManifest>().Cast<ManifestObject>().Concat(objects.All<AzureMachinePoolManifest>())
            .Where(o => o.Meta.Namespace == space).Select(static o => o.Meta.Name),
    ];
}
