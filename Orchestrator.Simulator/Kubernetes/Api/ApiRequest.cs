using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>A request to a simulated API server, whichever way it came.</summary>
/// <param name="Query">Every value of every parameter, in order.</param>
internal sealed record ApiRequest(
    string Method,
    string Path,
    ILookup<string, string> Query,
    string Accept,
    string ContentType,
    string Body,
    X509Certificate2? ClientCertificate,
    string? BearerToken)
{
    public string? Parameter(string name) => Query[name].FirstOrDefault();

    public bool IsSet(string name) => Parameter(name) is "true" or "1";

    public bool IsDryRun => Parameter("dryRun") == "All";

    public bool IsWatch => Method == "GET" && IsSet("watch");
}
