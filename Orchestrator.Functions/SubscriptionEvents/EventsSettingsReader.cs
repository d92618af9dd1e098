using System.Security.Cryptography;
using System.Text;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.SubscriptionEvents;

namespace Orchestrator.Functions.SubscriptionEvents;

/// <summary>Checks a request to enable events, and takes the key out of what is kept of it.</summary>
internal static class EventsSettingsReader
{
    private const int HashLength = 16;
    private static readonly string[] Environments = ["AzurePublicCloud", "AzureUSGovernmentCloud", "AzureChinaCloud"];

    /// <exception cref="OrchestratorException">InvalidValue or MissingField.</exception>
    public static (EventsSettings Settings, string? Endpoint) Read(EnableEventsRequest request)
    {
        var standard = new EventsSettings();
        if (request.FunctionAppId is null == request.Endpoint is null)
        {
            throw new OrchestratorException(ErrorCatalog.MissingField.With("One of functionAppId and endpoint says where events go.", "endpoint", "Write one of them."));
        }

        if (request.FunctionAppId is { } app && !app.Contains("/providers/Microsoft.Web/sites/", StringComparison.OrdinalIgnoreCase))
        {
            throw Invalid("functionAppId", app, "the app's ARM id: /subscriptions/…/providers/Microsoft.Web/sites/NAME");
        }

        if (request.DeadLetterAccountId is { } account && !account.Contains("/providers/Microsoft.Storage/storageAccounts/", StringComparison.OrdinalIgnoreCase))
        {
            throw Invalid("deadLetterAccountId", account, "the storage account's ARM id: /subscriptions/…/providers/Microsoft.Storage/storageAccounts/NAME");
        }

        if (request.Environment is { } environment && !Environments.Contains(environment, StringComparer.Ordinal))
        {
            throw Invalid("environment", environment, $"one of {string.Join(", ", Environments)}");
        }

        var url = request.Endpoint is { } endpoint ? Url(endpoint) : null;
        var settings = new EventsSettings
        {
            ResourceGroup = request.ResourceGroup ?? standard.ResourceGroup,
            Location = request.Location ?? standard.Location,
            Environment = request.Environment ?? standard.Environment,
            FunctionAppId = request.FunctionAppId?.TrimEnd('/'),
            EndpointBase = url?.GetLeftPart(UriPartial.Path),
            EndpointHash = url is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url.AbsoluteUri)))[..HashLength],
            DeadLetterAccountId = request.DeadLetterAccountId?.TrimEnd('/'),
        };
        return (settings, url?.AbsoluteUri);
    }

    /// <summary>Event Grid takes https; a simulated one on this machine takes loopback too. The address is never repeated: it holds a key.</summary>
    private static Uri Url(string endpoint) => Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        ? url
        : throw new OrchestratorException(ErrorCatalog.InvalidValue.With(
            "The endpoint is not an https address.", "endpoint", "Write https://HOST/runtime/webhooks/EventGrid?functionName=AzureEvent&code=KEY with the app's eventgrid_extension key."));

    private static OrchestratorException Invalid(string field, string value, string wanted) =>
        new(ErrorCatalog.InvalidValue.With($"'{field}' cannot be \"{value}\".", field, $"Write {wanted}."));
}
