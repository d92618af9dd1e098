using System.Net;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.ResourceManager;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Azure;

/// <summary>Sends single requests through the SDK's pipeline, and turns whatever comes back, or does not, into a response.</summary>
/// <param name="rejected">Called when the client's secret or token is taken no more.</param>
internal sealed class ArmSender(ArmClient client, TimeProvider time, Action? rejected = null)
{
    private readonly ArmPipelineResource _arm = new(client, new ResourceIdentifier("/"));

    public Uri Endpoint => _arm.ManagementEndpoint;

    public async Task<ArmResponse> SendAsync(ArmRequest request, CancellationToken cancellation)
    {
        var correlation = OperationGuid.Of(request.OperationId).ToString();
        if (!IsArm(request.Url))
        {
            // The pipeline would hand our token to whoever that is.
            var stranger = $"Azure's answer about {request.Id} names {request.Url.Host}, which is not {Endpoint.Host}; it is not asked.";
            return new ArmResponse { Status = 0, Error = ErrorCatalog.AzureUnavailable.With(stranger, request.Id) with { CorrelationId = correlation } };
        }

        using var message = Message(request, correlation);
        try
        {
            await _arm.HttpPipeline.SendAsync(message, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsNoAnswer(exception, cancellation))
        {
            if (exception is AuthenticationFailedException)
            {
                rejected?.Invoke();
            }

            var definition = exception is AuthenticationFailedException refused ? CredentialFailure.Classify(refused) : ErrorCatalog.AzureUnavailable;
            return new ArmResponse { Status = 0, Error = definition.With(MessageOf(exception), request.Id) with { CorrelationId = correlation } };
        }

        if (message.Response.Status == (int)HttpStatusCode.Unauthorized)
        {
            rejected?.Invoke();
        }

        return ArmResponse.Read(message.Response, request, correlation, time.GetUtcNow());
    }

    private HttpMessage Message(ArmRequest request, string correlation)
    {
        var message = _arm.HttpPipeline.CreateMessage();
        var http = message.Request;
        http.Method = MethodOf(request.Verb);
        http.Uri.Reset(request.Url);
        http.ClientRequestId = OperationGuid.Of($"{request.OperationId} {request.Verb} {request.Url.PathAndQuery}").ToString();
        http.Headers.Add("x-ms-correlation-request-id", correlation);
        http.Headers.Add("Accept", "application/json");
        if (request.IfMatch is not null)
        {
            http.Headers.Add("If-Match", request.IfMatch);
        }
        else if (request.OnlyIfAbsent)
        {
            http.Headers.Add("If-None-Match", "*");
        }

        if (request.Body is not null)
        {
            http.Headers.Add("Content-Type", "application/json");
            http.Content = RequestContent.Create(BinaryData.FromString(request.Body.ToJsonString()));
        }

        return message;
    }

    /// <summary>Pages and operations are addressed by whole URLs out of answers: only ARM's own host, or one below it, gets our token.</summary>
    private bool IsArm(Uri url) =>
        url.IsAbsoluteUri && url.Scheme == Endpoint.Scheme && url.Port == Endpoint.Port
        && (url.Host.Equals(Endpoint.Host, StringComparison.OrdinalIgnoreCase) || url.Host.EndsWith($".{Endpoint.Host}", StringComparison.OrdinalIgnoreCase));

    private static RequestMethod MethodOf(ArmVerb verb) => verb switch
    {
        ArmVerb.Put => RequestMethod.Put,
        ArmVerb.Post => RequestMethod.Post,
        ArmVerb.Delete => RequestMethod.Delete,
        _ => RequestMethod.Get,
    };

    /// <summary>Why a sign-in failed stands in what Entra answered, which Azure.Identity keeps as the inner exception.</summary>
    private static string MessageOf(Exception exception)
    {
        var reason = exception is AuthenticationFailedException { InnerException: { } cause } ? cause.Message : "";
        var start = reason.IndexOf("AADSTS", StringComparison.Ordinal);
        return start < 0 ? exception.Message : reason[start..].Split(["\r\n", "\n", " Trace ID:"], StringSplitOptions.None)[0];
    }

    private static bool IsNoAnswer(Exception exception, CancellationToken cancellation) => exception switch
    {
        OperationCanceledException => !cancellation.IsCancellationRequested,
        RequestFailedException or AuthenticationFailedException or HttpRequestException or IOException or AggregateException => true,
        _ => false,
    };
}
