using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrator.Activities;
using Orchestrator.Activities.Drift;
using Orchestrator.Activities.Fleet;
using Orchestrator.Activities.GitOps;
using Orchestrator.Determinism.Chance;
using Orchestrator.Determinism.Time;
using Orchestrator.Functions.Access;
using Orchestrator.Functions.Access.Tokens;
using Orchestrator.Functions.Drift;
using Orchestrator.Functions.Events;
using Orchestrator.Functions.Fleet;
using Orchestrator.Functions.GitOps;
using Orchestrator.Functions.History;
using Orchestrator.Functions.Operations;

namespace Orchestrator.Functions;

/// <summary>What the app is made of. The clock and chance are the host's where it brings its own (the embedded host does), the machine's otherwise.</summary>
public static class OrchestratorServices
{
    public static IServiceCollection AddOrchestrator(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(SystemTime.Provider);
        services.TryAddSingleton<Randomness, SystemRandomness>();
        services.AddAzureActivities(configuration);
        services.AddNodeActivities(configuration);
        services.AddSingleton<EventCounts>();
        services.AddSingleton<RequestOrigins>();
        services.AddSingleton<CallerAddress>();
        services.AddAccess(configuration);
        services.AddSingleton<DocumentHistory>();
        services.AddSingleton<ClusterOperations>();
        services.AddSingleton<OperationQuery>();
        services.AddSingleton<OperationSteering>();
        services.AddSingleton<RolloutSteering>();
        services.AddSingleton<FleetStore>();
        services.AddSingleton<FleetOperations>();
        services.AddSingleton<ManifestAcceptance>();
        services.AddGitOpsActivities(configuration);
        services.AddSingleton<SourceStatuses>();
        services.AddSingleton<OutcomeTelling>();
        services.AddSingleton<GitOpsRefusals>();
        services.AddDriftActivities(configuration);
        services.AddSingleton<DriftRepairing>();
        services.AddSingleton<GitOpsChanges>();
        return services;
    }

    private static void AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(AccessOptions.From(configuration));
        services.TryAddSingleton(static _ => IssuerTransport.Create());
        services.AddSingleton<IssuerKeys>();
        services.AddSingleton<TokenValidator>();
        services.AddSingleton<Authentication>();
        services.AddSingleton<RequestRates>();
        services.AddSingleton<Refusals>();
        services.AddSingleton<ManifestAccess>();
    }
}
