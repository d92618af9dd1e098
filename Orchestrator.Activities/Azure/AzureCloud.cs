using Azure.Identity;
using Azure.ResourceManager;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Azure;

/// <summary>One of Azure's clouds: where its ARM is, and who gives out its tokens.</summary>
/// <param name="Name">As CAPZ's field azureEnvironment names it.</param>
internal sealed record AzureCloud(string Name, ArmEnvironment Environment, Uri Authority)
{
    private static readonly AzureCloud[] All =
    [
        new("AzurePublicCloud", ArmEnvironment.AzurePublicCloud, AzureAuthorityHosts.AzurePublicCloud),
        new("AzureUSGovernmentCloud", ArmEnvironment.AzureGovernment, AzureAuthorityHosts.AzureGovernment),
        new("AzureChinaCloud", ArmEnvironment.AzureChina, AzureAuthorityHosts.AzureChina),
    ];

    /// <exception cref="OrchestratorException">InvalidValue: there is no such cloud. Guessing the public one would send a token to the wrong place.</exception>
    public static AzureCloud Of(string name) => Array.Find(All, cloud => cloud.Name == name)
        ?? throw new OrchestratorException(ErrorCatalog.InvalidValue.With(
            $"There is no Azure cloud '{name}'.", "environment", $"Write one of {string.Join(", ", All.Select(static c => c.Name))}."));
}
