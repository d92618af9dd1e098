namespace Orchestrator.Functions.Access.Tokens;

/// <summary>How the issuer's metadata and keys are fetched: without redirects, so that they come from where the setting says.</summary>
public sealed record IssuerTransport(HttpMessageInvoker Http)
{
    public static IssuerTransport Create() => new(new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }));
}
