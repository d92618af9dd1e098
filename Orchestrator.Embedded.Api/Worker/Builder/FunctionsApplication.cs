using Orchestrator.Embedded.Api.Internal;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Entry point of a Functions app.</summary>
public class FunctionsApplication
{
    /// <exception cref="InvalidOperationException">No host runs this app.</exception>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var host = FunctionsApplicationHost.Current ?? throw new InvalidOperationException(
            "This Functions app does not run by itself: start it with `orc serve`, or build it with -p:FunctionsHost=Azure and run it on the Azure Functions host.");
        return new FunctionsApplicationBuilder(host.CreateBackend(args));
    }
}
