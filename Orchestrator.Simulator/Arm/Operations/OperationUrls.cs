using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm.Operations;

/// <summary>Where each provider lets its operations be polled.</summary>
internal static class OperationUrls
{
    private const string PublicCloud = "https://management.azure.com";

    /// <summary>The value of <c>Azure-AsyncOperation</c>.</summary>
    public static string Status(ArmOperation operation, ProviderStyle provider, ArmRequest? request) =>
        Absolute($"{Base(operation, provider)}/operations/{operation.Id}?api-version={operation.ApiVersion}", request);

    /// <summary>The value of <c>Location</c>.</summary>
    public static string Result(ArmOperation operation, ProviderStyle provider, ArmRequest? request) => Absolute(
        provider == ProviderStyle.Resources ? $"/subscriptions/{Subscription(operation)}/operationresults/{operation.Id}?api-version={operation.ApiVersion}"
        : provider.IsCompute ? $"{Base(operation, provider)}/operations/{operation.Id}?monitor=true&api-version={operation.ApiVersion}"
        : $"{Base(operation, provider)}/operationResults/{operation.Id}?api-version={operation.ApiVersion}",
        request);

    private static string Base(ArmOperation operation, ProviderStyle provider) =>
        $"/subscriptions/{Subscription(operation)}/providers/{provider.Namespace}/locations/{operation.Location}";

    private static string Subscription(ArmOperation operation) => operation.RecordId.Split('/')[2];

    private static string Absolute(string path, ArmRequest? request) => request?.UrlOf(path) ?? PublicCloud + path;
}
