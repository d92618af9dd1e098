using Microsoft.Azure.Functions.Worker.Middleware;

namespace Orchestrator.Embedded.Hosting.Startup;

/// <summary>How far the app's Program has come.</summary>
internal abstract class AppProgress
{
    public List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Middleware { get; } = [];

    /// <summary>The app asked for HttpRequest parameters.</summary>
    public bool UsesWebApplication { get; protected set; }

    public CapturedHost? Built { get; protected set; }
}
