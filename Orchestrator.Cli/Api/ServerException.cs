using System.Net;

namespace Orchestrator.Cli.Api;

/// <summary>The server answered, and the answer is a refusal.</summary>
public sealed class ServerException(HttpStatusCode status, ServerProblem problem) : Exception(problem.Detail ?? problem.Title ?? status.ToString())
{
    public HttpStatusCode Status { get; } = status;

    public ServerProblem Problem { get; } = problem;

    public int ExitCode => Status switch
    {
        HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => ExitCodes.InvalidInput,
        HttpStatusCode.NotFound => ExitCodes.NotFound,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCodes.Unauthorized,
        _ => ExitCodes.Failed,
    };
}
