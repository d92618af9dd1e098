using System.Net;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.ResourceManager;
using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Azure;

/// <summary>Sends single requests through the SDK's pipeline, and turns whatever comes back, or does not, into a response.</summary>
/// <param name="client">Credential, environment and transport.</param>
/// <param name="principal">Who the client is, for limits that are counted by caller.</param>
/// <param name="rejected">Called when the client's secret or token is taken no more.</param>
internal sealed class ArmSender(ArmClient client, string principal, RequestBudget budget, ArmCalls calls, TimeProvider time, Action? rejected = null)
{
    /// <summary>Says which of ARM's regions answered, before the first colon.</summary>
    private const string RoutingHeader = "x-ms-routing-request-id";

    private readonly ArmPipelineResource _arm = new(client, new ResourceIdentifier("/"));
    private volatile string _armRegion = "";

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

        if (budget.TryTake(request, principal, _armRegion) is var (limit, seconds))
        {
            calls.Withheld(request, limit);
            var said = $"Azure's limit of {limit} is used up; there is more in {seconds} seconds.";
            return new ArmResponse
            {
                Status = 0,
                RetryAfterSeconds = seconds,
                Error = ErrorCatalog.RateLimited.With(said, request.Id) with { CorrelationId = correlation, RetryAfterSeconds = seconds },
            };
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
            calls.Sent(request, status: 0);
            return new ArmResponse { Status = 0, Error = definition.With(MessageOf(exception), request.Id) with { CorrelationId = correlation } };
        }

        if (message.Response.Status == (int)HttpStatusCode.Unauthorized)
        {
            rejected?.Invoke();
        }

        calls.Sent(request, message.Response.Status);
        return Read(message.Response, request, correlation);
    }

    private ArmResponse Read(Response http, ArmRequest request, string correlation)
    {
        if (http.Headers.TryGetValue(RoutingHeader, out var routing) && routing.IndexOf(':', StringComparison.Ordinal) is > 0 and var end)
        {
            _armRegion = routing[..end];
        }

        var response = ArmResponse.Read(http, request, correlation, time.GetUtcNow());
        budget.Learn(request, principal, _armRegion, http.Headers, response);
        return response;
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
        foreach (var (name, value) in request.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            http.Headers.SetValue(name, value);
        }

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
