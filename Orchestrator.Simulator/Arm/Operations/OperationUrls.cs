using Orchestrator.Simulator.Arm.Requests;
using Orchestrator.Simulator.Arm.Types;

namespace Orchestrator.Simulator.Arm.Operations;

/// <summary>Where each provider lets its operations be polled.</summary>
internal static class OperationUrls
{
    private const string PublicCloud = "https://management.azure.com";

    /// <summary>The value of <c>Azure-AsyncOperation</c>; null where the provider has none.</summary>
    public static string? Status(ArmOperation operation, ProviderStyle provider, ArmRequest? request) => provider.StatusSegment is { } segment
        ? Absolute($"{Base(operation, provider)}/{segment}/{operation.Id}?api-version={operation.ApiVersion}", request)
        : null;

    /// <summary>The value of <c>Location</c>, of a provider that sends it.</summary>
    public static string Result(ArmOperation operation, ProviderStyle provider, ArmRequest? request) =>
        Absolute($"{Base(operation, provider)}/{provider.ResultSegment}/{operation.Id}?{provider.ResultQuery}api-version={operation.ApiVersion}", request);

    /// <summary>Adds the URLs of an operation to the answer that accepts it.</summary>
    public static ArmResponse WithOperation(this ArmResponse response, ArmOperation operation, ProviderStyle provider, ArmRequest request, bool withResult)
    {
        if (Status(operation, provider, request) is { } status)
        {
            response.With("Azure-AsyncOperation", status);
        }
        else
        {
            withResult = true;
        }

        return withResult && provider.ResultSegment is not null ? response.With("Location", Result(operation, provider, request)) : response;
    }

    private static string Base(ArmOperation operation, ProviderStyle provider)
    {
        var segments = operation.RecordId.Split('/');
        var subscription = $"/subscriptions/{segments[2]}";
        return provider == ProviderStyle.Resources ? subscription
            : provider.OperationsBelowResource ? operation.RecordId
            : provider.OperationsInGroup ? $"{subscription}/resourceGroups/{segments[4]}/providers/{provider.Namespace}"
            : $"{subscription}/providers/{provider.Namespace}/locations/{(operation.Location.Length > 0 ? operation.Location : "global")}";
    }

    private static string Absolute(string path, ArmRequest? request) => request?.UrlOf(path) ?? PublicCloud + path;
}
