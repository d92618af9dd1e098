namespace Orchestrator.Simulator.Kubernetes.Api;

/// <param name="Watch">Set when the answer goes on after this; the body is then empty.</param>
/// <param name="Exec">Set when the request may become an exec session.</param>
internal sealed record ApiResponse(int StatusCode, string Body, string ContentType = "application/json", WatchSession? Watch = null, ExecCommand? Exec = null);
