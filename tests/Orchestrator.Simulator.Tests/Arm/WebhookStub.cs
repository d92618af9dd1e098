using System.Net;
using System.Text.Json.Nodes;

namespace Orchestrator.Simulator.Tests.Arm;

/// <summary>An endpoint that answers handshakes as the Functions host does, and writes down what comes.</summary>
internal sealed class WebhookStub : HttpMessageHandler
{
    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public List<string> Requests { get; } = [];

    public List<string> Bodies { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var kind = request.Headers.TryGetValues("aeg-event-type", out var values) ? values.Single() : "";
        Requests.Add($"{request.Method} {kind}");
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Bodies.Add(body);
        var response = new HttpResponseMessage(Status);
        if (kind == "SubscriptionValidation")
        {
            var code = JsonNode.Parse(body)![0]!["data"]!["validationCode"]!.ToString();
            response.Content = new StringContent(new JsonObject { ["validationResponse"] = code }.ToJsonString());
        }
        else if (request.Method == HttpMethod.Options)
        {
            response.Headers.Add("WebHook-Allowed-Origin", request.Headers.GetValues("WebHook-Request-Origin").Single());
        }

        return response;
    }
}
