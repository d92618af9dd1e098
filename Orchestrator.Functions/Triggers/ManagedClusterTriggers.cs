using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orchestrator.Activities.Bootstrap;
using Orchestrator.Activities.Graphs;
using Orchestrator.Activities.Resources.ManagedCluster;
using Orchestrator.Activities.State;
using Orchestrator.Contracts;
using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Messages;
using Orchestrator.Contracts.Operations;
using Orchestrator.Functions.Access;
using Orchestrator.Functions.Http;
using Orchestrator.Functions.Operations;
using Orchestrator.Manifests.Native;

namespace Orchestrator.Functions.Triggers;

/// <summary>What only AKS clusters have: <c>POST /api/adopt</c> and <c>POST /api/clusters/{namespace}/{name}/abort</c>.</summary>
public sealed class ManagedClusterTriggers(
    IClusterStore store, ClusterOperations operations, ManifestAcceptance acceptance, PlanService plans, ManagedClusterReads reads, ManagedClusterAbort abort)
{
    /// <summary>The manifest that takes a cluster over and leaves it as it is. Changes nothing: applying the manifest does.</summary>
    [Function("AdoptCluster")]
    [RequiresRole(Role.Admin)]
    public async Task<IActionResult> AdoptAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "adopt")] HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            var wanted = await BodyAsync(request, cancellation);
            var (cluster, maintenance) = await reads.ReadAsync(wanted.ResourceId, await IdentityAsync(wanted, cancellation), wanted.Environment ?? "AzurePublicCloud", cancellation);
            var manifest = ManagedClusterDescription.Of(cluster, maintenance, wanted.Identity);
            manifest["metadata"]!["namespace"] = wanted.Namespace;
            if (wanted.Environment is { } environment)
            {
                manifest["spec"]!["environment"] = environment;
            }

            var text = YamlText.Write(manifest);
            var read = await acceptance.ReadAsync([new ManifestFile("adopted.yaml", text)], variables: null, cancellation);
            return read.IsValid
                ? ApiResults.Json(new AdoptResult(text, await plans.PlanAsync(read.Clusters.Single(), generation: 1, OperationKind.Apply, cancellation)))
                : ApiResults.Invalid(read.Diagnostics);
        }
        catch (OrchestratorException refused)
        {
            return ApiResults.Failure(refused.Error);
        }
    }

    /// <summary>Our own operation first, so that it does not begin again what Azure aborts.</summary>
    [Function("AbortCluster")]
    [RequiresRole(Role.Operator)]
    public async Task<IActionResult> AbortAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "clusters/{namespace}/{name}/abort")] HttpRequest request,
        string @namespace, string name, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var key = new ClusterKey(@namespace, name);
        try
        {
            if (await store.FindAsync(key, cancellation) is not { Phase: not ClusterPhase.Deleted } document)
            {
                throw new OrchestratorException(ErrorCatalog.ClusterNotFound.With($"There is no cluster {key}.", key.ToString()));
            }

            if (document.Spec.ManagedCluster is null)
            {
                throw new OrchestratorException(ErrorCatalog.InvalidValue.With($"Cluster {key} is no AKS cluster: Azure does nothing to it as a whole.", key.ToString(), "Cancel its operation instead."));
            }

            var canceled = document.OperationId is { } running && await operations.CancelAsync(key, running, client, cancellation) ? running : null;
            return ApiResults.Json(new AbortResult(key, await abort.RunAsync(document.Spec, cancellation), canceled), StatusCodes.Status202Accepted);
        }
        catch (OrchestratorException refused)
        {
            return ApiResults.Failure(refused.Error);
        }
    }

    private async Task<IdentitySpec> IdentityAsync(AdoptRequest wanted, CancellationToken cancellation)
    {
        if (wanted.Identity is not { } name)
        {
            return new IdentitySpec { Name = "orchestrator", Namespace = wanted.Namespace, Type = IdentityType.None };
        }

        var known = await store.ListIdentitiesAsync(cancellation);
        return known.FirstOrDefault(i => i.Name == name && i.Namespace == wanted.Namespace)
            ?? throw new OrchestratorException(ErrorCatalog.BrokenReference.With(
                $"There is no AzureClusterIdentity '{name}' in namespace '{wanted.Namespace}'.", "identity", "Apply the identity first, or leave it out to use the orchestrator's own."));
    }

    private static async Task<AdoptRequest> BodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        try
        {
            if (await JsonSerializer.DeserializeAsync<AdoptRequest>(request.Body, ContractJson.Options, cancellation) is { } body)
            {
                return body;
            }
        }
        catch (JsonException)
        {
            // The same as no body.
        }

        throw new OrchestratorException(ErrorCatalog.InvalidRequestBody.With("The body is not what adopting takes.", "body", """Send {"resourceId":"/subscriptions/…/managedClusters/NAME"}."""));
    }
}
